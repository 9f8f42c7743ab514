package io.oriontrail.query;

import io.oriontrail.event.Limits;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes executions from a seed: the same seed, the same execution. Few names, few moments and few
 * ids, so that everything collides with everything.
 */
final class RandomExecutions {
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final List<String> STEPS =
      List.of("A", "B", "C", "D", "ÜBER α", "\uD83D\uDE00", "\uFF21", StepEvent.EXECUTION);
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
  private static final List<String> HOSTS = List.of("h1", "h2");

  private final Random random;

  RandomExecutions(long seed) {
    this.random = new Random(seed);
  }

  /** Any legal events at all, at most {@code max}. */
  List<StepEvent> anything(int max) {
    int count = 1 + random.nextInt(max);
    boolean extreme = random.nextInt(4) == 0;
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(anyEvent(extreme ? extremeMoment() : moment()));
    }
    return events;
  }

  /**
   * Whole runs that depend on each other and enclose each other, at most {@code max}; some are
   * open.
   */
  List<StepEvent> runs(int max) {
    List<StepEvent> events = new ArrayList<>();
    int count = 1 + random.nextInt(max);
    for (int i = 0; i < count; i++) {
      long start = random.nextInt(12);
      String id = "r" + i;
      String step = STEPS.get(random.nextInt(4));
      StepEvent.Builder started =
          StepEvent.started(Events.KEY, step, T0.plusMillis(start))
              .runId(id)
              .dependsOn(names())
              .parentRunId(random.nextInt(4) == 0 ? "r" + random.nextInt(count) : null);
      events.add(started.build());
      if (random.nextInt(12) != 0) {
        Instant end = T0.plusMillis(start + random.nextInt(8));
        events.add(StepEvent.ended(Events.KEY, step, status(), end).runId(id).build());
      }
    }
    return events;
  }

  /** The same events in another order, some of them several times. */
  List<StepEvent> disturbed(List<StepEvent> events) {
    List<StepEvent> disturbed = new ArrayList<>(events);
    for (StepEvent event : events) {
      for (int again = random.nextInt(3); again > 0; again--) {
        disturbed.add(event);
      }
    }
    Collections.shuffle(disturbed, random);
    return disturbed;
  }

  /** A moment around the events, or far from them. */
  Instant asOf() {
    return switch (random.nextInt(6)) {
      case 0 -> T0;
      case 1 -> T0.plus(Duration.ofMinutes(1));
      case 2 -> T0.plus(Duration.ofMinutes(10));
      case 3 -> T0.plus(Duration.ofHours(1));
      case 4 -> T0.minus(Duration.ofDays(1));
      default -> Limits.END_OF_TIMESTAMPS;
    };
  }

  Journey journey() {
    List<Journey.Step> steps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<String> before = i == 0 ? List.of() : List.of("S" + random.nextInt(i));
      String name = random.nextBoolean() ? STEPS.get(i) : "S" + i;
      Duration limit = random.nextBoolean() ? Duration.ofSeconds(1) : null;
      steps.add(
          new Journey.Step(
              name, before, random.nextInt(3) == 0, i == 4, Duration.ofMillis(5), limit));
    }
    return new Journey("random", "1", Duration.ofMinutes(1), Duration.ofMinutes(15), steps);
  }

  Baselines baselines() {
    Map<String, Baseline> byStep = new HashMap<>();
    for (String step : STEPS) {
      byStep.put(step, new Baseline(1_000_000, 3_000_000, 20 + random.nextInt(20)));
    }
    return Baselines.of(byStep);
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private StepEvent anyEvent(Instant at) {
    String step = STEPS.get(random.nextInt(STEPS.size()));
    boolean started = random.nextBoolean();
    Status status = status();
    StepEvent.Builder event =
        started
            ? StepEvent.started(Events.KEY, step, at)
            : StepEvent.ended(Events.KEY, step, status, at).durationNanos(duration());
    event
        .runId(random.nextInt(3) == 0 ? null : id())
        .parentRunId(random.nextInt(3) == 0 ? id() : null)
        .attempt(random.nextBoolean() ? null : 1 + random.nextInt(3))
        .dependsOn(names())
        .host(random.nextBoolean() ? null : HOSTS.get(random.nextInt(2)));
    if (!started && status == Status.FAILED && random.nextBoolean()) {
      event.errorCode("CODE_" + random.nextInt(3)).errorMessage("message");
    }
    if (random.nextInt(4) == 0) {
      event.attributes(Map.of("key" + random.nextInt(2), "value"));
    }
    return event.build();
  }

  private Instant moment() {
    return T0.plusMillis(random.nextInt(20));
  }

  private Instant extremeMoment() {
    return switch (random.nextInt(4)) {
      case 0 -> Limits.MIN_TIMESTAMP;
      case 1 -> Limits.END_OF_TIMESTAMPS.minusNanos(1);
      default -> moment();
    };
  }

  private @Nullable Long duration() {
    return switch (random.nextInt(8)) {
      case 0 -> 0L;
      case 1 -> Long.MAX_VALUE;
      case 2 -> 5_000_000L;
      default -> null;
    };
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      names.add(STEPS.get(random.nextInt(STEPS.size())));
    }
    return names;
  }

  private String id() {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private Status status() {
    return random.nextInt(3) == 0 ? Status.FAILED : Status.SUCCEEDED;
  }
}
