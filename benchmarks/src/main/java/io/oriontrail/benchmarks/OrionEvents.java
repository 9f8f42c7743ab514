package io.oriontrail.benchmarks;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;

/**
 * Events as an Orion service emits them, the same for the same seed: executions of 10 steps with
 * brackets, 22 events each; account and execution ids of a usual length, service, host and trace on
 * every event, dependencies on starts, durations on ends, two attributes on one event in ten, and
 * one run in fifty fails with a message.
 */
final class OrionEvents {
  private static final List<String> STEPS =
      List.of(
          "RECEIVE_APPLICATION",
          "VALIDATE_APPLICATION",
          "DEDUPLICATE_CUSTOMER",
          "EXTRACT_DOCUMENTS",
          "VERIFY_IDENTITY",
          "CHECK_LIVENESS",
          "SCREEN_SANCTIONS",
          "FETCH_CREDIT_REPORT",
          "DECIDE",
          "NOTIFY_CUSTOMER");

  private final Random random;
  private final Queue<StepEvent> ready = new ArrayDeque<>();
  private final String emitter;
  private Instant now;
  private long number;

  OrionEvents(long seed, Instant begin) {
    this.random = new Random(seed);
    this.now = begin;
    this.emitter = "k7f3q0a1b2";
  }

  StepEvent next() {
    if (ready.isEmpty()) {
      execution();
    }
    return ready.remove();
  }

  private void execution() {
    ExecutionKey key =
        ExecutionKey.of(
            "acct-" + (100_000_000 + random.nextInt(900_000_000)),
            new UUID(random.nextLong(), random.nextLong()).toString());
    String trace = "%016x%016x".formatted(random.nextLong(), random.nextLong());
    add(StepEvent.started(key, StepEvent.EXECUTION, tick()), trace);
    String before = null;
    for (String step : STEPS) {
      String run = "%016x".formatted(random.nextLong());
      StepEvent.Builder start = StepEvent.started(key, step, tick()).runId(run);
      add(before == null ? start : start.dependsOn(before), trace);
      boolean fails = random.nextInt(50) == 0;
      StepEvent.Builder end =
          StepEvent.ended(key, step, fails ? Status.FAILED : Status.SUCCEEDED, tick())
              .runId(run)
              .durationNanos((long) (2e8 * Math.exp(random.nextGaussian())));
      if (fails) {
        end.errorCode("UPSTREAM_TIMEOUT").errorMessage("no answer from the register in 2 s");
      }
      if (random.nextInt(10) == 0) {
        end.attributes(Map.of("region", "eu-west-1", "tier", "gold"));
      }
      add(end, trace);
      before = step;
    }
    add(
        StepEvent.ended(key, StepEvent.EXECUTION, Status.SUCCEEDED, tick())
            .durationNanos(4_800_000_000L),
        trace);
  }

  private Instant tick() {
    now = now.plusNanos(random.nextInt(2_000_000));
    return now;
  }

  private void add(StepEvent.Builder event, String trace) {
    ready.add(
        event
            .eventId(emitter + '-' + Long.toString(number++, 36))
            .service("onboarding")
            .host("ip-10-0-12-34")
            .traceId(trace)
            .build());
  }
}
