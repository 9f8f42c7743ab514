package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.lambda.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A store that fails. Numbered like the list of faults that the line has to stand. */
@Timeout(900)
final class StoreFaultsTest {
  private static final Duration OUTAGE = Duration.ofMinutes(30);

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 90, 100})
  void fault33_itemsLeftUnprocessed_allAreWrittenInBoundedAttempts(int percent) {
    IngestRig rig = new IngestRig();
    Scenario scenario = new Scenario(percent);
    rig.putAll(scenario.packed(scenario.goodLines(400), scenario.badLines(10)));
    rig.dynamoDb.fault(
        call -> {
          if (call.attempt() >= 5) {
            rig.dynamoDb.commit(call.puts());
            return List.of();
          }
          return leaveOut(rig, call, percent);
        });

    rig.mapping.run(Duration.ofMinutes(5));

    assertThat(rig.mapping.counts().pending()).isZero();
    // 400 items in calls of 25: at most five of each go wrong, and what is left gets smaller.
    assertThat(rig.dynamoDb.calls()).isLessThan(25 * 12 * 6);
    assertThat(rig.books.outcomes()).allMatch(Outcome.Success.class::isInstance);
    rig.quietPhase();
  }

  private static List<WriteRequest> leaveOut(IngestRig rig, FaultyDynamoDb.Call call, int percent) {
    Random random = new Random(call.first().hashCode() + call.attempt());
    List<WriteRequest> left = new ArrayList<>();
    for (WriteRequest put : call.puts()) {
      if (random.nextInt(100) < percent) {
        left.add(put);
      } else {
        rig.dynamoDb.commit(List.of(put));
      }
    }
    return left;
  }

  @Test
  void fault34_throttledForHalfAnHour_nothingIsCalledDoneUnwrittenAndAllCatchesUp() {
    IngestRig rig = new IngestRig();
    Instant end = VirtualMapping.START.plus(OUTAGE);
    rig.dynamoDb.fault(
        call -> {
          if (rig.clock.instant().isBefore(end)) {
            throw FaultyDynamoDb.throttled();
          }
          rig.dynamoDb.commit(call.puts());
          return List.of();
        });
    Scenario scenario = new Scenario(34);
    List<Packed> records = scenario.packed(scenario.goodLines(1_000), List.of());
    for (int i = 0; i < records.size(); i++) {
      Packed packed = records.get(i);
      rig.mapping.at(OUTAGE.multipliedBy(i).dividedBy(records.size()), () -> rig.put(packed));
    }

    rig.mapping.run(OUTAGE.minusMinutes(1));

    assertThat(rig.dynamoDb.items()).isEmpty();
    assertThat(rig.mapping.counts().done()).isZero();
    assertThat(rig.mapping.age()).isGreaterThan(OUTAGE.minusMinutes(2));
    assertThat(rig.books.checked()).as("invocations that owed everything").isPositive();

    rig.mapping.run(Duration.ofMinutes(5));

    assertThat(rig.mapping.counts().pending()).isZero();
    assertThat(rig.mapping.counts().discarded()).isZero();
    rig.quietPhase();
  }

  /** What a call may come to that was or was not written. */
  enum Doubt {
    SERVER_ERROR,
    TIME_OUT,
    UNREACHABLE;

    RuntimeException happen() {
      return switch (this) {
        case SERVER_ERROR -> FaultyDynamoDb.serverError();
        case TIME_OUT -> FaultyDynamoDb.timedOut();
        case UNREACHABLE -> FaultyDynamoDb.unreachable();
      };
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.EnumSource
  void fault35_errorsBeforeAndAfterTheCommit_leaveTheTableAsIfTheyHadNotBeen(Doubt doubt) {
    IngestRig rig = new IngestRig();
    Scenario scenario = new Scenario(35);
    rig.putAll(scenario.packed(scenario.goodLines(400), scenario.badLines(5)));
    rig.dynamoDb.fault(
        call -> {
          int fate = Math.floorMod(call.first().hashCode() + call.attempt(), 3);
          if (fate < 2) {
            rig.dynamoDb.commit(call.puts());
          }
          if (fate > 0 && call.attempt() < 8) {
            throw doubt.happen();
          }
          return List.of();
        });

    rig.mapping.run(Duration.ofMinutes(10));

    assertThat(rig.dynamoDb.puts()).as("some are written twice").isGreaterThan(400);
    rig.quietPhase();
  }

  @Test
  void fault43_oneHotExecution_isThrottledAloneAndTheLagIsBounded() {
    IngestRig rig = new IngestRig();
    int hotEvents = 10_000;
    int hotPerSecond = 1_000;
    Set<String> coldLeftOut = ConcurrentHashMap.newKeySet();
    List<Packed> records = new ArrayList<>();
    for (int i = 0; i < hotEvents / 50; i++) {
      List<String> lines = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        lines.add(Packed.encoded(event("hot", "hot", i * 50 + j)));
      }
      lines.add(i % 51, Packed.encoded(event("cold-" + i, "e", i)));
      records.add(Packed.plain(lines, List.of()).gzip());
    }
    rig.dynamoDb.fault(new HotPartition(rig, "hot#hot", hotPerSecond, coldLeftOut));
    rig.putAll(records);

    Duration step = Duration.ofSeconds(1);
    Duration lag = Duration.ZERO;
    for (int second = 0; second < 600; second++) {
      rig.mapping.run(step);
      lag = rig.mapping.age().compareTo(lag) > 0 ? rig.mapping.age() : lag;
    }

    assertThat(coldLeftOut).as("others are written at once").isEmpty();
    assertThat(rig.mapping.counts().pending()).isZero();
    // The partition itself needs ten seconds; the rest is waiting for it in growing steps.
    assertThat(lag).isLessThan(Duration.ofSeconds(4L * hotEvents / hotPerSecond + 60));
    rig.quietPhase();
  }

  private static StepEvent event(String account, String execution, int number) {
    return StepEvent.started(
            ExecutionKey.of(account, execution), "S", VirtualMapping.START.plusNanos(number))
        .eventId("e-" + number)
        .build();
  }

  /** A partition that takes so many items a second, of which a second's worth may be saved up. */
  private static final class HotPartition implements FaultyDynamoDb.Fault {
    private final IngestRig rig;
    private final String partition;
    private final int perSecond;
    private final Set<String> othersLeftOut;
    private Instant filledAt = VirtualMapping.START;
    private double tokens;

    HotPartition(IngestRig rig, String partition, int perSecond, Set<String> othersLeftOut) {
      this.rig = rig;
      this.partition = partition;
      this.perSecond = perSecond;
      this.othersLeftOut = othersLeftOut;
    }

    @Override
    public List<WriteRequest> on(FaultyDynamoDb.Call call) {
      fill();
      List<WriteRequest> taken = new ArrayList<>();
      List<WriteRequest> left = new ArrayList<>();
      for (WriteRequest put : call.puts()) {
        boolean hot = FaultyDynamoDb.Key.of(put.putRequest().item()).pk().equals(partition);
        if (!hot || tokens >= 1) {
          tokens -= hot ? 1 : 0;
          taken.add(put);
        } else {
          left.add(put);
        }
      }
      if (taken.isEmpty()) {
        throw FaultyDynamoDb.throttled();
      }
      rig.dynamoDb.commit(taken);
      left.stream()
          .map(put -> FaultyDynamoDb.Key.of(put.putRequest().item()).pk())
          .filter(pk -> !pk.equals(partition))
          .forEach(othersLeftOut::add);
      return left;
    }

    private void fill() {
      Instant now = rig.clock.instant();
      if (now.isAfter(filledAt)) {
        double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
        tokens = Math.min(perSecond, tokens + seconds * perSecond);
        filledAt = now;
      }
    }
  }

  @Test
  void fault46_quarantineDown_isTriedAgainAndNothingIsDropped() {
    IngestRig rig = new IngestRig();
    Instant end = VirtualMapping.START.plus(Duration.ofMinutes(20));
    rig.s3.downWhen(() -> rig.clock.instant().isBefore(end));
    Scenario scenario = new Scenario(46);
    List<Packed> records = scenario.packed(scenario.goodLines(200), scenario.badLines(20));
    records.add(scenario.unreadable());
    rig.putAll(records);

    rig.mapping.run(Duration.ofMinutes(10));

    assertThat(rig.quarantine.raws()).isEmpty();
    assertThat(rig.mapping.counts().pending()).isPositive();
    assertThat(new HashSet<>(rig.table())).as("good events do not wait").isNotEmpty();

    rig.mapping.run(Duration.ofMinutes(30));

    assertThat(rig.mapping.counts().discarded()).isZero();
    rig.quietPhase();
  }
}
