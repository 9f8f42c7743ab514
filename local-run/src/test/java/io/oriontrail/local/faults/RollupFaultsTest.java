package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.store.EventScan;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.SequenceRecount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the roll-ups and the completeness figure are worth under faults: about right, and how. */
@Timeout(900)
final class RollupFaultsTest {
  private static final Instant FROM = VirtualMapping.START.minus(Duration.ofHours(1));
  private static final Instant TO = VirtualMapping.START.plus(Duration.ofHours(1));
  private static final String EMITTER = "abcdefghi0";

  @Test
  void withoutFaults_rollUpsAreExact() {
    IngestRig rig = new IngestRig();
    Scenario scenario = new Scenario(1);
    List<String> good = scenario.goodLines(200);
    rig.put(Packed.plain(good, List.of()));
    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rolledUp(rig)).isEqualTo(exact(rig));
    rig.quietPhase();
  }

  /** Redelivered batches count again, and what a killed function had not added yet is lost. */
  @Test
  void oneInvocationInTenKilled_rollUpsAreAboutRightAndTheRecountIsExact() {
    VirtualThread.run(this::killOneInTen);
  }

  private void killOneInTen() {
    long exact = 0;
    long rolledUp = 0;
    long invocations = 0;
    long killed = 0;
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      List<String> good = new Scenario(seed).goodLines(300);
      IngestRig rig = new IngestRig(IngestRig.deployed().batchSize(5).build(), 2);
      for (int from = 0; from < 300; from += 10) {
        Packed packed = Packed.plain(good.subList(from, from + 10), List.of()).gzip();
        rig.mapping.at(
            Duration.ofSeconds(from),
            () -> {
              rig.kill.disarm();
              if (random.nextInt(10) == 0) {
                rig.kill.arm(1 + random.nextInt(15));
              }
              rig.put(packed);
            });
      }
      rig.mapping.run(Duration.ofMinutes(6));
      rig.quietPhase();
      // Every event of the set, and the one of the quiet phase.
      long events = good.stream().filter(line -> !line.contains("HEARTBEAT")).count() + 1;
      assertThat(exact(rig)).as("seed %d", seed).isEqualTo(events);
      exact += events;
      rolledUp += rolledUp(rig);
      invocations += rig.mapping.counts().invocations();
      killed += rig.mapping.counts().functionErrors();
    }
    double share = (double) rolledUp / exact;
    System.out.printf(
        "Rolled up %d for %d events with %d of %d invocations killed: %+.1f %%%n",
        rolledUp, exact, killed, invocations, 100 * (share - 1));
    assertThat(killed).isPositive();
    assertThat(share).isBetween(0.9, 1.1);
  }

  @Test
  void killedEmitter_losesWhatTheRecountNamesExactlyAndTheFigureTellsAbout() {
    IngestRig rig = new IngestRig();
    List<Packed> records = new ArrayList<>();
    for (int from = 0; from < 500; from += 25) {
      List<String> lines = new ArrayList<>();
      for (int number = from; number < from + 25; number++) {
        lines.add(Packed.encoded(numbered(number)));
      }
      lines.add(
          Packed.encoded(
              new Heartbeat(
                  EMITTER, from / 25, VirtualMapping.START, Map.of("numbered", from + 25L))));
      records.add(Packed.plain(lines, List.of()).gzip());
    }
    records.remove(7); // was in flight when the process was killed
    rig.putAll(records);
    rig.mapping.run(Duration.ofMinutes(1));

    SequenceRecount recount = new SequenceRecount();
    InMemoryEventStore heartbeats =
        new InMemoryEventStore(Duration.ofDays(14), () -> VirtualMapping.START);
    EventScan.read(
        rig.dynamoDb,
        FaultyDynamoDb.TABLE,
        message -> {
          recount.add(message);
          if (message instanceof Heartbeat) {
            heartbeats.append(List.of(message), TO);
          }
        });

    assertThat(recount.emitters()).hasSize(1);
    SequenceRecount.OfEmitter emitter = recount.emitters().getFirst();
    assertThat(emitter.numbered()).isEqualTo(500);
    assertThat(emitter.firstMissing())
        .isEqualTo(java.util.stream.LongStream.range(175, 200).boxed().toList());
    double share = rig.rollups.reader(heartbeats).completeness(FROM, TO).share();
    assertThat(share).as("about 475 of 500").isBetween(0.90, 0.99);
    rig.quietPhase();
  }

  private static StepEvent numbered(int number) {
    return StepEvent.started(
            ExecutionKey.of("a", "e"), "S", VirtualMapping.START.plusMillis(number))
        .eventId(EMITTER + "-" + Integer.toString(number, 36))
        .build();
  }

  private static long exact(IngestRig rig) {
    long[] events = {0};
    EventScan.read(
        rig.dynamoDb,
        FaultyDynamoDb.TABLE,
        message -> events[0] += message instanceof StepEvent ? 1 : 0);
    return events[0];
  }

  private static long rolledUp(IngestRig rig) {
    RollupReader reader =
        rig.rollups.reader(new InMemoryEventStore(Duration.ofDays(14), () -> VirtualMapping.START));
    return reader.steps(FROM, TO).stream().mapToLong(s -> s.started() + s.ended()).sum();
  }
}
