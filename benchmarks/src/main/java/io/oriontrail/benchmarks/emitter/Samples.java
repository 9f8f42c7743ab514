package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The same events for everybody: the end of a run with three attributes, some 350 bytes as JSON.
 * Four steps of an execution follow each other, then comes the next execution; there are some
 * hundred events, so that no line can live on having seen one before.
 */
final class Samples {
  static final int COUNT = 256;
  static final String SERVICE = "onboarding";
  static final String HOST = "ip-10-0-12-7";
  static final String[] STEPS = {"FETCH_PROFILE", "VERIFY_IDENTITY", "SCORE", "OPEN_ACCOUNT"};

  /** What an event says, as plain texts, for those that take it in pieces. */
  record Pieces(
      String account,
      String execution,
      String step,
      String runId,
      long durationNanos,
      String provider,
      String region,
      String request) {}

  private static final Pieces[] PIECES = new Pieces[COUNT];
  private static final StepEvent[] EVENTS = new StepEvent[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      PIECES[i] = made(i);
      EVENTS[i] = event(i, PIECES[i]);
    }
  }

  private Samples() {}

  static StepEvent event(int number) {
    return EVENTS[number & (COUNT - 1)];
  }

  static Pieces pieces(int number) {
    return PIECES[number & (COUNT - 1)];
  }

  private static Pieces made(int number) {
    HexFormat hex = HexFormat.of();
    SplittableRandom execution = new SplittableRandom(number / STEPS.length);
    SplittableRandom run = new SplittableRandom(1_000_000L + number);
    return new Pieces(
        "acct-" + execution.nextInt(1_000_000, 9_999_999),
        "exec-" + hex.toHexDigits(execution.nextLong()),
        STEPS[number % STEPS.length],
        hex.toHexDigits(run.nextLong()),
        run.nextLong(1_000_000, 5_000_000_000L),
        "acme",
        "eu-west-1",
        Long.toString(execution.nextLong(1L << 40), 36));
  }

  private static StepEvent event(int number, Pieces pieces) {
    return StepEvent.ended(
            ExecutionKey.of(pieces.account, pieces.execution),
            pieces.step,
            Status.SUCCEEDED,
            Instant.parse("2026-11-22T10:15:30.123456789Z").plusNanos(1_000_003L * number))
        .runId(pieces.runId)
        .attempt(1)
        .durationNanos(pieces.durationNanos)
        .service(SERVICE)
        .host(HOST)
        .attributes(
            Map.of(
                "provider", pieces.provider, "region", pieces.region, "request", pieces.request))
        .build();
  }
}
