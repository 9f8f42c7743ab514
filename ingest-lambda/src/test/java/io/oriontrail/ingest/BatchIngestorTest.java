package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchIngestorTest {
  private static final Instant NOW = Wire.START.plusSeconds(2);
  private static final Instant DEADLINE = NOW.plusSeconds(50);

  private final ScriptedWriter writer = new ScriptedWriter();
  private final HeldQuarantine quarantine = new HeldQuarantine();
  private final BatchIngestor ingestor = Wire.ingestor(writer, quarantine, NOW);

  @Test
  void goodRecords_ingested_areStoredAndDone() throws IOException {
    byte[] first = Wire.lines(Wire.event(1), Wire.event(2), Wire.HEARTBEAT);
    byte[] second = Wire.gzip(Wire.lines(Wire.event(3), Wire.event(1)));

    BatchOutcome outcome = ingest(Wire.records(first, second));

    assertThat(outcome.resumeAt()).isNull();
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.counts())
        .isEqualTo(
            new BatchOutcome.Counts(2, 0, first.length + second.length, 5, 4, 1, 0, 0, 1, 0, 0));
    assertThat(writer.stored)
        .containsExactlyInAnyOrder(
            stored(Wire.event(1)),
            stored(Wire.event(2)),
            stored(Wire.event(3)),
            stored(Wire.HEARTBEAT));
    assertThat(writer.deadlines).containsExactly(DEADLINE);
    assertThat(quarantine.held).isEmpty();
  }

  @Test
  void noRecords_ingested_isDone() throws IOException {
    BatchOutcome outcome = ingest(List.of());

    assertThat(outcome.resumeAt()).isNull();
    assertThat(outcome.counts().records()).isZero();
    assertThat(writer.sizes).isEmpty();
  }

  @Test
  void unfitPieces_ingested_areKeptAndTheirNeighboursStored() throws IOException {
    List<StreamRecord> records =
        Wire.records(
            Wire.lines(Wire.event(1), "no json", Wire.event(2)),
            new byte[] {0x1f, (byte) 0x8b, 0},
            Wire.lines(Wire.event(3)));

    BatchOutcome outcome = ingest(records);

    assertThat(outcome.resumeAt()).isNull();
    assertThat(writer.stored).hasSize(3);
    assertThat(quarantine.firsts).containsExactly(Wire.origin(1));
    assertThat(quarantine.held)
        .extracting(Quarantine.Entry::origin, entry -> entry.unfit().reason())
        .containsExactly(
            tuple(Wire.origin(1), QuarantineReason.NOT_JSON),
            tuple(Wire.origin(2), QuarantineReason.BAD_COMPRESSION));
    assertThat(outcome.rejected())
        .containsOnlyKeys(QuarantineReason.NOT_JSON, QuarantineReason.BAD_COMPRESSION);
    requireConservation(outcome, "");
  }

  @Test
  void eventsOwed_ingested_nameTheLowestRecordAndKeepNothingBehindIt() throws IOException {
    writer.owe(message -> isEvent(message, "e2") || isEvent(message, "e3"));
    List<StreamRecord> records =
        Wire.records(
            Wire.lines("bad 1", Wire.event(1)),
            Wire.lines(Wire.event(2), "bad 2"),
            Wire.lines(Wire.event(3), "bad 3"),
            Wire.lines(Wire.event(4)));

    BatchOutcome outcome = ingest(records);

    assertThat(outcome.resumeAt()).isEqualTo(Wire.origin(2));
    assertThat(outcome.counts().recordsOwed()).isEqualTo(3);
    assertThat(outcome.counts().owed()).isEqualTo(4);
    assertThat(outcome.counts().retries()).isEqualTo(3);
    assertThat(quarantine.held)
        .extracting(Quarantine.Entry::origin)
        .containsExactly(Wire.origin(1));
    assertThat(outcome.problems())
        .containsExactly("2 events are not stored: throttled to the last");
    requireConservation(outcome, "");
  }

  @Test
  void recordsOutOfOrder_ingested_resumeAtTheLowestSequence() throws IOException {
    writer.owe(message -> true);
    List<StreamRecord> records = new ArrayList<>();
    for (long number : new long[] {9, 10, 2, 100}) {
      records.add(new StreamRecord(Wire.origin(number), Wire.lines(Wire.event((int) number))));
    }

    assertThat(ingest(records).resumeAt()).isEqualTo(Wire.origin(2));
  }

  @Test
  void quarantineBroken_ingested_ownsUpToTheUnfitRecordButStoresTheGood() throws IOException {
    quarantine.breakWhen(() -> true);
    List<StreamRecord> records =
        Wire.records(
            Wire.lines(Wire.event(1)), Wire.lines("bad", Wire.event(2)), Wire.lines(Wire.event(3)));

    BatchOutcome outcome = ingest(records);

    assertThat(outcome.resumeAt()).isEqualTo(Wire.origin(2));
    assertThat(writer.stored).hasSize(3);
    assertThat(outcome.problems())
        .containsExactly("1 unfit pieces are not kept: the bucket is gone");
    requireConservation(outcome, "");
  }

  @Test
  void eventThatTheStoreRefuses_ingested_isKeptAndCanBeSentAgain() throws IOException {
    writer.refuse(message -> isEvent(message, "e2"));

    BatchOutcome outcome =
        ingest(Wire.records(Wire.lines(Wire.event(1), Wire.event(2), Wire.event(3))));

    assertThat(outcome.resumeAt()).isNull();
    assertThat(writer.stored).hasSize(2);
    assertThat(quarantine.held).hasSize(1);
    Unfit unfit = quarantine.held.getFirst().unfit();
    assertThat(unfit.reason()).isEqualTo(QuarantineReason.REFUSED_BY_STORE);
    assertThat(unfit.detail()).isEqualTo("not with me");
    assertThat(StepEventJson.decode(unfit.raw()).message()).isEqualTo(Wire.event(2));
    requireConservation(outcome, "");
  }

  @Test
  void hugeBatch_ingested_isStoredInSlices() throws IOException {
    List<StreamRecord> records =
        Wire.records(
            IntStream.range(0, 30)
                .mapToObj(r -> Wire.gzip(Wire.lines(events(r * 500, 500).toArray())))
                .toArray(byte[][]::new));

    BatchOutcome outcome = ingest(records);

    assertThat(outcome.counts().stored()).isEqualTo(15_000);
    assertThat(writer.sizes).containsOnly(Ingestion.SLICE, 1_000).hasSize(8);
    requireConservation(outcome, "");
  }

  @Test
  void sliceNotStored_ingested_readsNoFurther() throws IOException {
    writer.owe(message -> true);
    List<StreamRecord> records =
        Wire.records(
            IntStream.range(0, 30)
                .mapToObj(r -> Wire.lines(events(r * 500, 500).toArray()))
                .toArray(byte[][]::new));

    BatchOutcome outcome = ingest(records);

    assertThat(writer.sizes).containsExactly(Ingestion.SLICE);
    assertThat(outcome.resumeAt()).isEqualTo(Wire.origin(1));
    assertThat(outcome.counts().records()).isEqualTo(30);
    assertThat(outcome.counts().recordsOwed()).isEqualTo(30);
    requireConservation(outcome, "");
  }

  @Test
  void freshness_ofStoredEvents_isFromTheirEmission() throws IOException {
    writer.owe(message -> isEvent(message, "e99"));
    List<Object> events = new ArrayList<>(events(0, 100));
    events.add(Wire.event(60_000)); // its clock goes a minute ahead of ours

    Freshness freshness = ingest(Wire.records(Wire.lines(events.toArray()))).freshness();

    assertThat(freshness)
        .isEqualTo(
            new Freshness(
                100,
                0,
                Duration.ofMillis(1_950),
                Duration.ofMillis(1_999),
                Duration.ofMillis(2_000)));
  }

  @Test
  void sourceThatFails_ingested_failsAsAWhole() {
    assertThatThrownBy(
            () ->
                ingestor.ingest(
                    () -> {
                      throw new IOException("broken off");
                    },
                    "request-1",
                    DEADLINE))
        .isInstanceOf(IOException.class)
        .hasMessage("broken off");
  }

  /**
   * Lambda delivers again from the resume point until all is done: nothing lost, nothing made up.
   */
  @Test
  void anyFaults_deliveredUntilDone_storeEveryGoodEventAndKeepEveryBadOne() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      ScriptedWriter faultyWriter = new ScriptedWriter();
      HeldQuarantine faultyQuarantine = new HeldQuarantine();
      BatchIngestor faulty = Wire.ingestor(faultyWriter, faultyQuarantine, NOW);
      double trouble = random.nextDouble();
      faultyWriter.owe(message -> random.nextDouble() < trouble / 20);
      faultyQuarantine.breakWhen(() -> random.nextDouble() < trouble * 0.8);
      Set<String> good = new HashSet<>();
      Set<String> bad = new HashSet<>();
      List<StreamRecord> left = randomRecords(random, good, bad);

      for (int delivery = 0; !left.isEmpty(); delivery++) {
        assertThat(delivery).as("seed %s ends", seed).isLessThan(500);
        BatchOutcome outcome = faulty.ingest(Wire.source(left), "request", DEADLINE);
        requireConservation(outcome, "seed " + seed);
        left = from(outcome.resumeAt(), left);
      }

      assertThat(faultyWriter.stored).as("seed %s", seed).isEqualTo(good);
      assertThat(kept(faultyQuarantine)).as("seed %s", seed).isEqualTo(bad);
    }
  }

  private static List<StreamRecord> randomRecords(
      Random random, Set<String> good, Set<String> bad) {
    List<byte[]> records = new ArrayList<>();
    for (int r = random.nextInt(8); r >= 0; r--) {
      List<Object> lines = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        if (random.nextInt(4) == 0) {
          String line = "{\"accountId\":" + random.nextInt(1_000) + "}";
          bad.add(line);
          lines.add(line);
        } else {
          StepEvent event = Wire.event(random.nextInt(1_000));
          good.add(stored(event));
          lines.add(event);
        }
      }
      Collections.shuffle(lines, random);
      byte[] plain = Wire.lines(lines.toArray());
      records.add(random.nextBoolean() ? plain : Wire.gzip(plain));
    }
    return Wire.records(records.toArray(byte[][]::new));
  }

  private static List<StreamRecord> from(@Nullable Origin resumeAt, List<StreamRecord> records) {
    return resumeAt == null
        ? List.of()
        : records.stream().filter(record -> !record.origin().isBefore(resumeAt)).toList();
  }

  private static Set<String> kept(HeldQuarantine quarantine) {
    Set<String> kept = new HashSet<>();
    quarantine.held.forEach(entry -> kept.add(new String(entry.unfit().raw(), UTF_8)));
    return kept;
  }

  private static void requireConservation(BatchOutcome outcome, String where) {
    BatchOutcome.Counts counts = outcome.counts();
    assertThat(counts.stored() + counts.duplicates() + counts.quarantined() + counts.owed())
        .as(where)
        .isEqualTo(counts.received());
    assertThat(counts.owed()).as(where).isNotNegative();
    assertThat(counts.owed() > 0 || counts.recordsOwed() > 0)
        .as("%s: a resume point exactly where something is owed", where)
        .isEqualTo(outcome.resumeAt() != null);
    assertThat(counts.recordsOwed()).as(where).isBetween(0, counts.records());
  }

  private BatchOutcome ingest(List<StreamRecord> records) throws IOException {
    return ingestor.ingest(Wire.source(records), "request-1", DEADLINE);
  }

  private static List<StepEvent> events(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Wire::event).toList();
  }

  private static boolean isEvent(WireMessage message, String id) {
    return message instanceof StepEvent event && id.equals(event.eventId());
  }

  private static String stored(WireMessage message) {
    return message.toString();
  }
}
