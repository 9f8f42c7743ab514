package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of roll-ups does. */
abstract class RollupContract {
  static final Duration RETENTION = Duration.ofDays(14);

  /** 10:15:30 and a bit. */
  private static final Instant NOW = ManualClock.START;

  private static final Instant HOUR = Instant.parse("2026-11-22T10:00:00Z");

  final ManualClock clock = new ManualClock();
  final List<Heartbeat> heartbeats = new ArrayList<>();
  private Backend store;

  record Backend(RollupWriter writer, RollupReader reader) {}

  abstract Backend emptyStore();

  /** Of the hour, as the role demands. */
  final HeartbeatReader heartbeatReader =
      instant ->
          heartbeats.stream()
              .filter(
                  beat -> RollupLayout.hour(beat.timestamp()).equals(RollupLayout.hour(instant)))
              .toList();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void nothingCounted_read_isEmpty() {
    RollupReader reader = store.reader();
    Instant from = NOW.minusSeconds(3_600);

    assertThat(reader.steps(from, NOW)).isEmpty();
    assertThat(reader.series("S", from, NOW)).isEmpty();
    assertThat(reader.edges(from, NOW)).isEmpty();
    assertThat(reader.errors(from, NOW)).isEmpty();
    assertThat(reader.errorMinutes("S", "X", from, NOW)).isEmpty();
    assertThat(reader.baselines(from, NOW)).isEmpty();
    assertThat(reader.completeness(from, NOW).share()).isEqualTo(1);
  }

  @Test
  void steps_inShortAndLongWindows_addUp() {
    add(started("S", 0), ended("S", 0, 1_000_000), failed("S", "X", -400), ended("T", -400, null));
    add(started("S", -1), ended("S", -7 * 3_600, 5_000_000));

    List<StepRollup> recent = store.reader().steps(NOW.minusSeconds(600), NOW.plusSeconds(1));
    List<StepRollup> all = store.reader().steps(NOW.minusSeconds(8 * 3_600), NOW.plusSeconds(1));

    assertThat(recent).extracting(StepRollup::step).containsExactly("S", "T");
    StepRollup step = recent.getFirst();
    assertThat(List.of(step.started(), step.ended(), step.failed())).containsExactly(2L, 2L, 1L);
    assertThat(step.durations().count()).isEqualTo(1);
    assertThat(step.from()).isEqualTo(Instant.parse("2026-11-22T10:05:00Z"));
    assertThat(step.width()).isEqualTo(Duration.ofMinutes(15));
    assertThat(all.getFirst().ended()).isEqualTo(3);
    assertThat(all.getFirst().durations().count()).isEqualTo(2);
  }

  @Test
  void series_holdsTheStepsOwnBucketsOnly() {
    add(started("S", 0), started("S", -301), started("S B", 0));
    add(started("ST", 0), started("S", 0));

    assertThat(store.reader().series("S", NOW.minusSeconds(3_600), NOW.plusSeconds(1)))
        .extracting(StepRollup::from, StepRollup::started)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-11-22T10:10:00Z"), 1L),
            org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-11-22T10:15:00Z"), 2L));
  }

  @Test
  void durations_quantiles_areWithinTheErrorHoweverTheyWereSplit() {
    Random random = new Random(5);
    long[] nanos =
        LongStream.range(0, 3_000)
            .map(i -> (long) (2e8 * Math.exp(random.nextGaussian() * 1.2)))
            .toArray();
    Rollups rollups = new Rollups(RETENTION);
    for (int i = 0; i < nanos.length; i++) {
      rollups.count(ended("S", -random.nextInt(7_200), nanos[i]), NOW);
      if (i % 500 == 0) {
        assertThat(store.writer().add(rollups.drain(), NOW.plusSeconds(60))).isEmpty();
      }
    }
    store.writer().add(rollups.drain(), NOW.plusSeconds(60));
    Arrays.sort(nanos);

    StepBaseline baseline =
        store.reader().baselines(NOW.minusSeconds(86_400), NOW.plusSeconds(1)).get("S");
    StepRollup step = store.reader().steps(NOW.minusSeconds(7_200), NOW.plusSeconds(1)).getFirst();

    assertThat(baseline).isNotNull();
    assertThat(baseline.samples()).isEqualTo(3_000);
    assertWithin(baseline.p50Nanos(), nanos[1_499]);
    assertWithin(baseline.p95Nanos(), nanos[2_849]);
    assertWithin(step.durations().quantileNanos(0.99), nanos[2_969]);
  }

  private static void assertWithin(long estimate, long exact) {
    assertThat((double) estimate)
        .isCloseTo((double) exact, within(exact * Histogram.RELATIVE_ERROR * 1.0001));
  }

  @Test
  void errors_tellHowManyOthersAndSinceWhen() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // 20 executions of 10 accounts, each failing twice.
      events.add(
          StepEvent.ended(
                  ExecutionKey.of("a" + i % 10, "e" + i % 20),
                  "S",
                  Status.FAILED,
                  NOW.minusSeconds(i * 600L))
              .eventId("f" + i)
              .errorCode("X#1")
              .build());
    }
    add(events.toArray(StepEvent[]::new));
    add(failed("S", null, 0), ended("S", 0, null));

    List<ErrorRollup> errors = store.reader().errors(NOW.minusSeconds(86_400), NOW.plusSeconds(1));

    assertThat(errors).extracting(ErrorRollup::errorCode).containsExactly("X#1", "");
    ErrorRollup error = errors.getFirst();
    assertThat(error.failures()).isEqualTo(40);
    assertThat(error.executions()).isBetween(18L, 22L);
    assertThat(error.accounts()).isBetween(9L, 11L);
    assertThat(error.firstSeen()).isEqualTo(Instant.parse("2026-11-22T03:00:00Z"));
    assertThat(error.lastSeen()).isEqualTo(HOUR);
    assertThat(store.reader().errors(NOW.minusSeconds(3_500), NOW.plusSeconds(1)).getFirst())
        .extracting(ErrorRollup::failures)
        .isEqualTo(8L); // from 09:00 on: whole hours
    assertThat(store.reader().errorMinutes("S", "X#1", NOW.minusSeconds(1_300), NOW.plusSeconds(1)))
        .containsExactly(
            new MinuteCount(Instant.parse("2026-11-22T09:55:00Z"), 1),
            new MinuteCount(Instant.parse("2026-11-22T10:05:00Z"), 1),
            new MinuteCount(Instant.parse("2026-11-22T10:15:00Z"), 1));
  }

  @Test
  void manyDistinct_areCountedAboutRightAndTheSameAgainAddsNone() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      events.add(
          StepEvent.ended(ExecutionKey.of("acct-" + i / 4, "exec-" + i), "S", Status.FAILED, NOW)
              .eventId("f" + i)
              .build());
    }
    add(events.toArray(StepEvent[]::new));
    add(events.subList(5_000, 9_000).toArray(StepEvent[]::new));

    ErrorRollup error = store.reader().errors(HOUR, NOW.plusSeconds(1)).getFirst();

    assertThat(error.failures()).isEqualTo(24_000);
    // Three standard errors.
    assertThat((double) error.executions()).isCloseTo(20_000, within(20_000 * 0.39));
    assertThat((double) error.accounts()).isCloseTo(5_000, within(5_000 * 0.39));
  }

  @Test
  void edges_areCountedWithinTheWindow() {
    StepEvent join =
        StepEvent.started(ExecutionKey.of("a", "e"), "C", NOW)
            .eventId("1")
            .dependsOn("A", "B")
            .build();
    StepEvent yesterday =
        StepEvent.started(ExecutionKey.of("a", "e"), "B", NOW.minusSeconds(86_400))
            .eventId("2")
            .dependsOn("A")
            .build();
    add(join, yesterday, join);

    assertThat(store.reader().edges(HOUR, NOW.plusSeconds(1)))
        .containsExactly(new EdgeRollup("A", "C", 2), new EdgeRollup("B", "C", 2));
    assertThat(store.reader().edges(NOW.minusSeconds(90_000), NOW.plusSeconds(1))).hasSize(3);
  }

  @Test
  void completeness_comparesNumbersWithWhatIsStored() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (i % 10 != 3) {
        events.add(
            StepEvent.started(ExecutionKey.of("a", "e"), "S", HOUR.plusSeconds(i))
                .eventId("k7f3q0a1b2-" + Integer.toString(i, 36))
                .build());
      }
    }
    add(events.toArray(StepEvent[]::new));
    for (int beat = 0; beat <= 20; beat++) {
      heartbeats.add(
          new Heartbeat(
              "k7f3q0a1b2",
              beat,
              HOUR.plusSeconds(beat * 30L),
              Map.of("numbered", beat * 30L, "dropped.FULL", (long) beat)));
    }

    Completeness completeness = store.reader().completeness(HOUR, NOW);

    assertThat(completeness.emitters())
        .containsExactly(
            new Completeness.OfEmitter(
                "k7f3q0a1b2", 600, Map.of("FULL", 20L), 540, HOUR.plusSeconds(600)));
    assertThat(completeness.emitters().getFirst().missing()).isEqualTo(60);
    assertThat(completeness.dropped()).isEqualTo(20);
    assertThat(completeness.share()).isEqualTo(0.9);
    assertThat(completeness.missing()).isEqualTo(60);
  }

  @Test
  void completeness_ofEmittersThatNumberedNothing_namesAllThatWereHeardOf() {
    Instant before = HOUR.minusSeconds(10);
    Map<String, Long> refused = Map.of("numbered", 7L, "dropped.BUFFER_FULL", 10_000L);
    heartbeats.add(new Heartbeat("gone000000", 8, before, Map.of("numbered", 70L)));
    heartbeats.add(new Heartbeat("quiet00000", 4, before, Map.of("numbered", 7L)));
    heartbeats.add(new Heartbeat("quiet00000", 5, HOUR.plusSeconds(50), Map.of("numbered", 7L)));
    heartbeats.add(new Heartbeat("refuses000", 4, before, Map.of("numbered", 7L)));
    heartbeats.add(new Heartbeat("refuses000", 5, HOUR.plusSeconds(20), refused));
    heartbeats.add(new Heartbeat("refuses000", 6, HOUR.plusSeconds(3_700), refused));

    Completeness completeness = store.reader().completeness(HOUR, NOW);

    assertThat(completeness.emitters())
        .containsExactly(
            new Completeness.OfEmitter("quiet00000", 0, Map.of(), 0, HOUR.plusSeconds(50)),
            new Completeness.OfEmitter(
                "refuses000", 0, Map.of("BUFFER_FULL", 6_667L), 0, HOUR.plusSeconds(3_700)));
    assertThat(completeness.dropped()).isEqualTo(6_667);
    assertThat(completeness.missing()).isZero();
  }

  @Test
  void missing_ofOneEmitter_isNotMadeUpForByWhatAnotherHadDeliveredTwice() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (i >= 60) {
        events.add(numbered("loses00000", i));
      }
      events.add(numbered("repeats000", i));
      events.add(numbered("repeats000", i));
      // Half a per cent more than it numbered is what an hour's ends may make.
      events.add(numbered("even000000", i));
    }
    add(events.toArray(StepEvent[]::new));
    for (String emitter : List.of("loses00000", "repeats000", "even000000")) {
      long numbered = emitter.startsWith("even") ? 597 : 600;
      heartbeats.add(new Heartbeat(emitter, 0, HOUR.plusSeconds(1), Map.of("numbered", 0L)));
      heartbeats.add(
          new Heartbeat(emitter, 1, HOUR.plusSeconds(700), Map.of("numbered", numbered)));
    }

    assertThat(store.reader().completeness(HOUR, NOW).missing()).isEqualTo(60 - 3);
  }

  private static StepEvent numbered(String emitter, int number) {
    return StepEvent.started(ExecutionKey.of("a", "e"), "S", HOUR.plusSeconds(number))
        .eventId(emitter + "-" + Integer.toString(number, 36))
        .build();
  }

  @Test
  void names_beyondTheCap_areOther() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < Rollups.MAX_STEPS + 50; i++) {
      events.add(started("step-" + i, 0));
    }
    add(events.toArray(StepEvent[]::new));

    List<StepRollup> steps = store.reader().steps(HOUR, NOW.plusSeconds(1));

    assertThat(steps).hasSize(Rollups.MAX_STEPS + 1);
    assertThat(steps.stream().filter(s -> s.step().equals("OTHER")).findFirst())
        .get()
        .extracting(StepRollup::started)
        .isEqualTo(50L);
  }

  @Test
  void rollups_notAddedToForTheRetention_areGone() {
    add(started("S", 0));
    clock.advance(RETENTION);

    assertThat(store.reader().steps(HOUR, NOW.plusSeconds(1))).isEmpty();
  }

  @Test
  void windows_emptyOrTooLong_areRefused() {
    assertThatThrownBy(() -> store.reader().steps(NOW, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.reader().edges(NOW.minus(Duration.ofDays(40)), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-11-22T10:15:30.123456789Z");
  }

  private void add(StepEvent... events) {
    Rollups rollups = new Rollups(RETENTION);
    for (StepEvent event : events) {
      rollups.count(event, NOW);
    }
    assertThat(rollups.events()).isEqualTo(events.length);
    assertThat(store.writer().add(rollups.drain(), clock.instant().plusSeconds(60))).isEmpty();
  }

  private static StepEvent started(String step, int second) {
    return StepEvent.started(ExecutionKey.of("a", "e"), step, NOW.plusSeconds(second))
        .eventId("s")
        .build();
  }

  private static StepEvent ended(
      String step, int second, @org.jspecify.annotations.Nullable Long nanos) {
    Instant at = NOW.plusSeconds(second);
    return StepEvent.ended(ExecutionKey.of("a", "e"), step, Status.SUCCEEDED, at)
        .eventId("e")
        .durationNanos(nanos)
        .build();
  }

  private static StepEvent ended(String step, int second, int nanos) {
    return ended(step, second, Long.valueOf(nanos));
  }

  private static StepEvent failed(
      String step, @org.jspecify.annotations.Nullable String code, int second) {
    return StepEvent.ended(ExecutionKey.of("a", "e"), step, Status.FAILED, NOW.plusSeconds(second))
        .eventId("f")
        .errorCode(code)
        .durationNanos(7L)
        .build();
  }
}
