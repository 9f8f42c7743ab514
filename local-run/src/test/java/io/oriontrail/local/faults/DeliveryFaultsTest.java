package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.lambda.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that come too large, twice, in any order or to two versions at once. */
@Timeout(900)
final class DeliveryFaultsTest {
  private static final Duration DAY = Duration.ofHours(24);

  @Test
  void fault37_hugeBatchThatRunsOutOfTime_isHalvedUntilItPasses() {
    IngestRig rig = new IngestRig(IngestRig.deployed().batchSize(10_000).build(), 1);
    rig.readingTakes(Duration.ofMillis(200));
    Scenario scenario = new Scenario(37);
    rig.putAll(scenario.packed(scenario.goodLines(600), scenario.badLines(6)));

    rig.mapping.run(Duration.ofHours(1));

    long timedOut = rig.books.outcomes().stream().filter(DeliveryFaultsTest::isTimeOut).count();
    assertThat(timedOut).as("the whole batch and some halves").isBetween(2L, 64L);
    assertThat(rig.mapping.counts().pending()).isZero();
    rig.readingTakes(Duration.ZERO);
    rig.quietPhase();
  }

  private static boolean isTimeOut(Outcome outcome) {
    return outcome instanceof Outcome.FunctionError error
        && error.type().equals("Sandbox.Timedout");
  }

  @Test
  void fault38_duplicatesInAFrameABatchAndADayLater_areOneItem() {
    IngestRig rig = new IngestRig(IngestRig.deployed().batchSize(3).build(), 2);
    Scenario scenario = new Scenario(38);
    List<String> lines = scenario.goodLines(60);
    List<String> twiceInAFrame = new ArrayList<>(lines);
    twiceInAFrame.addAll(lines);
    Packed frame = Packed.plain(twiceInAFrame, List.of());
    rig.putAll(List.of(frame, frame.gzip(), frame));
    rig.mapping.repeatInvocations(2);
    rig.mapping.run(Duration.ofMinutes(1));
    List<String> once = rig.table();
    String firstTtl = highestTtl(rig);

    rig.mapping.run(DAY);
    rig.putAll(List.of(frame, frame.gzip()));
    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.stored()).hasSize(60);
    assertThat(rig.table()).isEqualTo(once);
    assertThat(highestTtl(rig)).as("a replay renews the time to live").isGreaterThan(firstTtl);
    rig.quietPhase();
  }

  private static String highestTtl(IngestRig rig) {
    return rig.dynamoDb.items().stream()
        .map(item -> item.get("ttl").n())
        .max(String::compareTo)
        .orElseThrow();
  }

  @Test
  void fault39_anyOrderOverInterleavedShards_givesTheSameTable() {
    Scenario scenario = new Scenario(39);
    List<String> good = scenario.goodLines(300);
    List<List<String>> tables = new ArrayList<>();
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      IngestRig rig = new IngestRig(IngestRig.deployed().parallelizationFactor(2).build(), 3);
      List<String> shuffled = new ArrayList<>(good);
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < shuffled.size(); i++) {
        Packed one = Packed.plain(shuffled.subList(i, i + 1), List.of());
        rig.mapping.at(Duration.ofMillis(i * 50L), () -> rig.put(one));
      }
      for (int i = 0; i < 4; i++) {
        rig.mapping.at(
            Duration.ofMillis(random.nextInt(15_000)), () -> rig.mapping.reshard(random));
      }
      rig.mapping.run(Duration.ofMinutes(5));
      tables.add(rig.table());
      rig.quietPhase();
    }

    assertThat(tables.getFirst()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(tables).containsOnly(tables.getFirst());
  }

  @Test
  void fault39_endBeforeItsStart_isStoredAtOnceAndTheStartJoinsIt() {
    IngestRig rig = new IngestRig();
    rig.put(Packed.of(event(State.ENDED, "run-1", "e-2")));
    rig.mapping.run(Duration.ofMinutes(1));
    assertThat(rig.stored()).hasSize(1);

    rig.put(Packed.of(event(State.STARTED, "run-1", "e-1")));
    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.stored()).hasSize(2);
    rig.quietPhase();
  }

  @Test
  void fault40_sameMillisecondAndParallelEqualSteps_areItemsOfTheirOwn() {
    IngestRig rig = new IngestRig();
    rig.put(
        Packed.of(
            event(State.STARTED, "run-1", "e-1"),
            event(State.ENDED, "run-1", "e-2"),
            event(State.STARTED, "run-2", "e-3"),
            event(State.ENDED, "run-2", "e-4")));
    // The same without ids: what they say tells them apart.
    rig.put(Packed.of(event(State.STARTED, "run-3", null), event(State.STARTED, "run-4", null)));

    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.stored()).hasSize(6);
    rig.quietPhase();
  }

  private static StepEvent event(
      State state, String run, @org.jspecify.annotations.Nullable String id) {
    ExecutionKey key = ExecutionKey.of("a", "e");
    StepEvent.Builder event =
        state == State.STARTED
            ? StepEvent.started(key, "S", VirtualMapping.START)
            : StepEvent.ended(key, "S", Status.SUCCEEDED, VirtualMapping.START);
    return event.runId(run).eventId(id).build();
  }

  @Test
  void fault44_answerThatNamesAnUnknownRecord_bringsTheWholeBatchAgain() {
    IngestRig rig = new IngestRig();
    RequestStreamHandler right = rig.handler(Duration.ofDays(14));
    AtomicInteger wrongAnswers = new AtomicInteger(5);
    rig.books.answersAreWrongOnPurpose(true);
    rig.deploy(
        (in, out, context) -> {
          ByteArrayOutputStream answer = new ByteArrayOutputStream();
          right.handleRequest(in, answer, context);
          boolean wrong = wrongAnswers.getAndDecrement() > 0;
          rig.books.answersAreWrongOnPurpose(wrong);
          out.write(
              wrong
                  ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"4711\"}]}"
                      .getBytes(StandardCharsets.UTF_8)
                  : answer.toByteArray());
        });
    Scenario scenario = new Scenario(44);
    List<Packed> records = scenario.packed(scenario.goodLines(100), scenario.badLines(5));
    rig.putAll(records);

    rig.mapping.run(Duration.ofMinutes(10));

    assertThat(rig.mapping.counts().partialFailures()).isEqualTo(5);
    assertThat(rig.mapping.counts().invocations()).isEqualTo(6);
    rig.quietPhase();
  }

  @Test
  void fault49_twoVersionsAtOnceAndARollBack_leaveTheSameTable() {
    IngestRig rig = new IngestRig(IngestRig.deployed().batchSize(4).build(), 3);
    RequestStreamHandler older = rig.handler(Duration.ofDays(14));
    RequestStreamHandler newer = rig.handler(Duration.ofDays(30));
    AtomicInteger calls = new AtomicInteger();
    // A weighted alias sends each invocation to either; then to the newer, then back again.
    RequestStreamHandler alias =
        (in, out, context) ->
            (calls.incrementAndGet() % 2 == 0 ? older : newer).handleRequest(in, out, context);
    Scenario scenario = new Scenario(49);
    List<Packed> records = scenario.packed(scenario.goodLines(300), scenario.badLines(9));
    rig.mapping.at(Duration.ofSeconds(20), () -> rig.deploy(alias));
    rig.mapping.at(Duration.ofSeconds(40), () -> rig.deploy(newer));
    rig.mapping.at(Duration.ofSeconds(60), () -> rig.deploy(older));
    for (int i = 0; i < records.size(); i++) {
      Packed packed = records.get(i);
      rig.mapping.at(
          Duration.ofSeconds(80).multipliedBy(i).dividedBy(records.size()), () -> rig.put(packed));
      // All of it once more, to whatever version is there then.
      rig.mapping.at(Duration.ofSeconds(80L + i % 20), () -> rig.put(packed));
    }
    rig.mapping.repeatInvocations(10);

    rig.mapping.run(Duration.ofMinutes(5));

    assertThat(calls.get()).isPositive();
    rig.quietPhase();
  }
}
