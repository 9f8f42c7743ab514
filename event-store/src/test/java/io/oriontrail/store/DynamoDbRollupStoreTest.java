package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Adding to sums in a DynamoDB that is slow. */
class DynamoDbRollupStoreTest {
  private static final Duration RETENTION = Duration.ofDays(14);
  private static final Duration TAKEN = Duration.ofMillis(700);

  private final ManualClock clock = new ManualClock();
  private final Set<ItemKey> added = Collections.synchronizedSet(new HashSet<>());
  private final Set<String> addedNames = Collections.synchronizedSet(new HashSet<>());
  private final DynamoDbRollupStore store =
      new DynamoDbRollupStore(new SlowDynamoDb(), "OrionRollups", RETENTION, clock);

  @Test
  void deadline_passesWhileSlowlyAdded_eachSumIsAddedOrHandedBack() {
    List<RollupUpdate> sums = sums(60);
    Instant deadline = clock.instant().plusSeconds(20);

    Set<ItemKey> left = keys(store.add(sums, deadline));

    assertThat(left).isNotEmpty().doesNotContainAnyElementsOf(added);
    assertThat(added).isNotEmpty();
    assertThat(Stream.concat(left.stream(), added.stream()))
        .containsExactlyInAnyOrderElementsOf(keys(sums));
  }

  /** Of more attributes than one call may name: what was not added comes back by itself. */
  @Test
  void deadline_passesWithinAWideItem_theRestIsHandedBack() {
    RollupUpdate wide = new RollupUpdate(RollupLayout.fine("STEP", clock.instant()));
    for (int i = 0; i < 350; i++) {
      wide.add("b" + i);
    }

    // Room for two of the four calls.
    List<RollupUpdate> left =
        store.add(List.of(wide), clock.instant().plusMillis(4_000 + TAKEN.toMillis()));

    assertThat(left)
        .singleElement()
        .satisfies(rest -> assertThat(rest.key()).isEqualTo(wide.key()));
    assertThat(addedNames).hasSize(200);
    assertThat(Stream.concat(addedNames.stream(), left.getFirst().counters().keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(wide.counters().keySet());
  }

  private List<RollupUpdate> sums(int number) {
    Rollups rollups = new Rollups(RETENTION);
    for (int i = 0; i < number / 2; i++) { // a fine and a coarse bucket each
      rollups.count(
          StepEvent.started(ExecutionKey.of("acct-1", "exec-1"), "STEP_" + i, clock.instant())
              .build(),
          clock.instant());
    }
    assertThat(rollups.pendingItems()).isEqualTo(number);
    return rollups.drain();
  }

  private static Set<ItemKey> keys(Collection<RollupUpdate> updates) {
    Set<ItemKey> keys = new HashSet<>();
    updates.forEach(update -> keys.add(update.key()));
    return keys;
  }

  /** Adds to one item after another; a call that is not given the time for it adds nothing. */
  private final class SlowDynamoDb implements DynamoDbClient {
    @Override
    public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
      Duration given =
          request
              .overrideConfiguration()
              .flatMap(call -> call.apiCallTimeout())
              .orElseThrow(() -> new AssertionError("a call without a limit"));
      if (given.compareTo(TAKEN) < 0) {
        clock.advance(given);
        throw ApiCallTimeoutException.create(given.toMillis());
      }
      clock.advance(TAKEN);
      added.add(ItemKey.of(request.key()));
      request.expressionAttributeValues().keySet().stream()
          .filter(placeholder -> !placeholder.equals(":ttl"))
          .forEach(placeholder -> addedNames.add(placeholder.substring(1)));
      return UpdateItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
