package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writing to a DynamoDB that fails in every way it may. */
@Timeout(600)
class DynamoDbEventStoreTest {
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final FaultyDynamoDb dynamoDb = new FaultyDynamoDb();
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  /** What may go wrong and pass. */
  enum Trouble {
    THROTTLED,
    SERVER_ERROR,
    TIMED_OUT,
    TIMED_OUT_AFTER_COMMIT,
    UNREACHABLE;

    RuntimeException happen(FaultyDynamoDb dynamoDb, List<WriteRequest> puts) {
      return switch (this) {
        case THROTTLED -> FaultyDynamoDb.throttled();
        case SERVER_ERROR -> FaultyDynamoDb.serverError();
        case TIMED_OUT -> FaultyDynamoDb.timedOut();
        case UNREACHABLE -> FaultyDynamoDb.unreachable();
        case TIMED_OUT_AFTER_COMMIT -> {
          dynamoDb.commit(puts);
          yield FaultyDynamoDb.timedOut();
        }
      };
    }
  }

  @Test
  void healthy_manyEvents_goInCallsOf25() {
    Appended appended = store().append(events(60), deadline());

    assertThat(appended).isEqualTo(new Appended(60, 0, List.of(), List.of(), 0, null));
    assertThat(dynamoDb.callSizes).containsExactlyInAnyOrder(25, 25, 10);
    assertThat(stored()).isEqualTo(ids(events(60)));
  }

  @Test
  void itemsLeftUnprocessed_append_writesThemAgainAndOnlyThem() {
    dynamoDb.fault(
        (call, puts) -> {
          int left = call == 0 ? 10 : call == 1 ? 1 : 0;
          dynamoDb.commit(puts.subList(left, puts.size()));
          return puts.subList(0, left);
        });

    Appended appended = store().append(events(25), deadline());

    assertThat(appended).isEqualTo(new Appended(25, 0, List.of(), List.of(), 2, null));
    assertThat(dynamoDb.callSizes).containsExactly(25, 10, 1);
    assertThat(stored()).isEqualTo(ids(events(25)));
  }

  @ParameterizedTest
  @EnumSource
  void trouble_passing_isWaitedOutWithGrowingWaits(Trouble trouble) {
    dynamoDb.fault(
        (call, puts) -> {
          if (call < 4) {
            throw trouble.happen(dynamoDb, puts);
          }
          dynamoDb.commit(puts);
          return List.of();
        });

    Appended appended = store().append(events(25), deadline());

    assertThat(appended).isEqualTo(new Appended(25, 0, List.of(), List.of(), 4, null));
    assertThat(stored()).isEqualTo(ids(events(25)));
    assertThat(waits)
        .containsExactly(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(80));
  }

  @ParameterizedTest
  @EnumSource
  void trouble_lasting_leavesTheRemainderByTheDeadline(Trouble trouble) {
    dynamoDb.fault(
        (call, puts) -> {
          throw trouble.happen(dynamoDb, puts);
        });
    // One call: two would move the one virtual clock between each other's look at it and wait.
    List<StepEvent> events = events(25);

    Appended appended = store().append(events, deadline());

    assertThat(appended.stored()).isZero();
    assertThat(appended.remainder()).isEqualTo(events);
    assertThat(appended.failure()).isNotNull().hasMessageContaining("DynamoDB did not write");
    assertThat(appended.retries()).isGreaterThan(10);
    assertThat(clock.instant()).isBefore(ManualClock.START.plus(PATIENCE));
  }

  @Test
  void accessDenied_append_isNotTriedAgain() {
    dynamoDb.fault(
        (call, puts) -> {
          throw FaultyDynamoDb.accessDenied();
        });

    Appended appended = store().append(events(20), deadline());

    assertThat(appended.remainder()).isEqualTo(events(20));
    assertThat(appended.failure()).isNotNull().hasMessageContaining("not authorized");
    assertThat(dynamoDb.callSizes).hasSize(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void itemsThatDynamoDbRefuses_append_areFoundAndTheOthersStored() {
    Set<String> culprits = Set.of("e00003", "e00017", "e00030");
    dynamoDb.poison(key -> culprits.contains(id(key)));
    List<StepEvent> events = events(50);

    Appended appended = store().append(events, deadline());

    assertThat(appended.stored()).isEqualTo(47);
    assertThat(appended.remainder()).isEmpty();
    assertThat(appended.failure()).isNull();
    assertThat(appended.refused())
        .containsExactly(
            new Appended.Refused(events.get(3), "One or more parameter values were invalid"),
            new Appended.Refused(events.get(17), "One or more parameter values were invalid"),
            new Appended.Refused(events.get(30), "One or more parameter values were invalid"));
    assertThat(stored()).hasSize(47).doesNotContainAnyElementsOf(culprits);
  }

  @Test
  void hotKey_append_holdsNoOtherKeyUp() {
    dynamoDb.fault(
        (call, puts) -> {
          List<WriteRequest> hot = puts.stream().filter(put -> id(put).equals("e00005")).toList();
          dynamoDb.commit(puts.stream().filter(put -> !hot.contains(put)).toList());
          return hot;
        });
    List<StepEvent> events = events(100);

    Appended appended = store().append(events, deadline());

    assertThat(appended.stored()).isEqualTo(99);
    assertThat(appended.remainder()).containsExactly(events.get(5));
    assertThat(appended.failure()).isNotNull().hasMessageContaining("left 1 items unprocessed");
    assertThat(dynamoDb.callSizes.stream().filter(size -> size == 25)).hasSize(4);
  }

  @Test
  void listing_isWrittenOnceForAMoment() {
    DynamoDbEventStore store = store();
    List<StepEvent> events = openings(3);

    store.append(events, deadline());
    store.append(events, deadline());
    clock.advance(Duration.ofMinutes(11));
    store.append(events, deadline());

    assertThat(dynamoDb.callSizes).containsExactly(6, 3, 6);
    assertThat(dynamoDb.table.keySet().stream().filter(key -> key.pk().equals("#account#acct-42")))
        .hasSize(3);
  }

  @Test
  void listing_notWritten_leavesItsEventsToBeWrittenAgain() {
    dynamoDb.fault(
        (call, puts) -> {
          List<WriteRequest> listings =
              puts.stream()
                  .filter(put -> ItemKey.of(put.putRequest().item()).pk().startsWith("#account#"))
                  .toList();
          dynamoDb.commit(puts.stream().filter(put -> !listings.contains(put)).toList());
          return listings;
        });
    List<StepEvent> events = new ArrayList<>(openings(2));
    events.addAll(events(2));

    Appended appended = store().append(events, deadline());

    assertThat(appended.remainder()).isEqualTo(openings(2));
    assertThat(appended.stored()).isEqualTo(2);
    dynamoDb.fault(
        (call, puts) -> {
          dynamoDb.commit(puts);
          return List.of();
        });
    assertThat(store().append(appended.remainder(), deadline()).stored()).isEqualTo(2);
    assertThat(dynamoDb.table).hasSize(6);
  }

  @Test
  void duplicatesOfAnEventNotStored_append_areAllInTheRemainder() {
    dynamoDb.fault((call, puts) -> puts);
    List<StepEvent> events = new ArrayList<>(events(3));
    events.addAll(events(2));

    Appended appended = store().append(events, deadline());

    assertThat(appended.remainder()).isEqualTo(events);
    assertThat(appended.duplicates()).isZero();
  }

  @Test
  void deadlinePassed_append_callsNobody() {
    Appended appended = store().append(events(3), clock.instant());

    assertThat(appended.remainder()).isEqualTo(events(3));
    assertThat(appended.failure()).isNotNull().hasMessageContaining("deadline");
    assertThat(dynamoDb.callSizes).isEmpty();
  }

  @Test
  void manyCalls_inFlight_areBoundedAndReachTheBound() throws Exception {
    CountDownLatch four = new CountDownLatch(4);
    dynamoDb.fault(
        (call, puts) -> {
          four.countDown();
          assertThat(four.await(5, TimeUnit.MINUTES)).isTrue();
          dynamoDb.commit(puts);
          return List.of();
        });

    Appended appended = store().append(events(2_000), deadline());

    assertThat(appended.stored()).isEqualTo(2_000);
    assertThat(dynamoDb.mostInFlight).hasValue(4);
  }

  @Test
  void waitingToTryAgain_call_leavesItsPlaceToOthers() {
    CountDownLatch othersDone = new CountDownLatch(3);
    dynamoDb.fault(
        (call, puts) -> {
          boolean first = id(puts.getFirst()).equals("e00000");
          if (first && othersDone.getCount() > 0) {
            throw FaultyDynamoDb.throttled();
          }
          dynamoDb.commit(puts);
          othersDone.countDown();
          return List.of();
        });
    BatchWriter.Pause untilOthersAreDone =
        wait -> assertThat(othersDone.await(5, TimeUnit.MINUTES)).isTrue();

    Appended appended = store(1, untilOthersAreDone).append(events(100), deadline());

    assertThat(appended).isEqualTo(new Appended(100, 0, List.of(), List.of(), 1, null));
  }

  @Test
  void bugInAClient_append_isNotTakenForTrouble() {
    dynamoDb.fault(
        (call, puts) -> {
          throw new IllegalStateException("a bug");
        });

    assertThatThrownBy(() -> store().append(events(1), deadline()))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a bug");
  }

  @Test
  void anyFaults_append_countsEveryEventOnceAndKeepsItsWord() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      FaultyDynamoDb faulty = new FaultyDynamoDb();
      double trouble = random.nextDouble();
      double unprocessed = random.nextDouble();
      int poisoned = random.nextInt(20);
      faulty.poison(key -> Math.floorMod(key.hashCode(), 20) < poisoned / 8);
      faulty.fault(
          (call, puts) -> {
            synchronized (random) {
              if (random.nextDouble() < trouble) {
                Trouble[] troubles = Trouble.values();
                throw troubles[random.nextInt(troubles.length)].happen(faulty, puts);
              }
              List<WriteRequest> left =
                  puts.stream().filter(put -> random.nextDouble() < unprocessed).toList();
              faulty.commit(puts.stream().filter(put -> !left.contains(put)).toList());
              return left;
            }
          });
      List<StepEvent> events = new ArrayList<>(events(1 + random.nextInt(80)));
      events.addAll(openings(random.nextInt(40)));
      events.addAll(events.subList(0, random.nextInt(events.size() + 1)));
      Collections.shuffle(events, random);
      Instant deadline = clock.instant().plus(Duration.ofMillis(random.nextInt(3_000)));

      Appended appended =
          new DynamoDbEventStore(
                  faulty,
                  FaultyDynamoDb.TABLE,
                  Duration.ofDays(1),
                  clock,
                  effort(4, clock::advance))
              .append(events, deadline);

      requireConservation(appended, events, faulty, seed);
    }
  }

  private static void requireConservation(
      Appended appended, List<StepEvent> given, FaultyDynamoDb dynamoDb, int seed) {
    assertThat(
            appended.stored()
                + appended.duplicates()
                + appended.refused().size()
                + appended.remainder().size())
        .as("seed %s: each event counted once", seed)
        .isEqualTo(given.size());
    Set<WireMessage> certain = new HashSet<>(given);
    appended.remainder().forEach(certain::remove);
    appended.refused().forEach(refused -> certain.remove(refused.message()));
    assertThat(certain).as("seed %s", seed).hasSize(appended.stored());
    Map<ItemKey, Map<String, AttributeValue>> table = new HashMap<>(dynamoDb.table);
    assertThat(table.keySet())
        .as("seed %s: what is called stored is listed", seed)
        .containsAll(
            certain.stream()
                .map(StepEvent.class::cast)
                .filter(TableLayout::opensListing)
                .map(ItemKey::listing)
                .filter(key -> !dynamoDb.isPoison(key))
                .toList());
    assertThat(table.keySet())
        .as("seed %s: what is called stored is stored", seed)
        .containsAll(certain.stream().map(ItemKey::of).toList());
    assertThat(appended.failure() == null)
        .as("seed %s: a reason exactly where something is owed", seed)
        .isEqualTo(appended.remainder().isEmpty());
  }

  private DynamoDbEventStore store() {
    return store(
        4,
        wait -> {
          waits.add(wait);
          clock.advance(wait);
        });
  }

  private DynamoDbEventStore store(int callsInFlight, BatchWriter.Pause pause) {
    return new DynamoDbEventStore(
        dynamoDb, FaultyDynamoDb.TABLE, Duration.ofDays(14), clock, effort(callsInFlight, pause));
  }

  private static BatchWriter.Effort effort(int callsInFlight, BatchWriter.Pause pause) {
    Backoff longest =
        new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), LongUnaryOperator.identity());
    return new BatchWriter.Effort(callsInFlight, Duration.ofSeconds(3), longest, pause);
  }

  private Instant deadline() {
    return clock.instant().plus(PATIENCE);
  }

  /** They open no listing: an item each. */
  private static List<StepEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                StepEvent.started(KEY, "S", ManualClock.START.plusSeconds(i))
                    .eventId("e%05d".formatted(i))
                    .parentRunId("p")
                    .build())
        .toList();
  }

  /** Each of its own execution, which it opens: two items each. */
  private static List<StepEvent> openings(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                StepEvent.started(
                        ExecutionKey.of("acct-42", "exec-" + i),
                        StepEvent.EXECUTION,
                        ManualClock.START)
                    .eventId("e%05d".formatted(i))
                    .build())
        .toList();
  }

  private Set<String> stored() {
    Set<String> ids = new HashSet<>();
    dynamoDb.table.keySet().forEach(key -> ids.add(id(key)));
    return ids;
  }

  private static Set<String> ids(List<StepEvent> events) {
    Set<String> ids = new HashSet<>();
    events.forEach(event -> ids.add(id(ItemKey.of(event))));
    return ids;
  }

  private static String id(WriteRequest put) {
    return id(ItemKey.of(put.putRequest().item()));
  }

  private static String id(ItemKey key) {
    return key.sk().substring(key.sk().lastIndexOf('#') + 1);
  }
}
