package io.oriontrail.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * Full jitter: a random wait between nothing and a limit that doubles with each attempt, so that
 * callers that were refused together do not come back together.
 *
 * @param base limit before the first retry
 * @param cap the limit never grows beyond this
 * @param upTo a random number from 0 to the given one
 */
record Backoff(Duration base, Duration cap, LongUnaryOperator upTo) {
  private static final int MAX_DOUBLINGS = 30;

  static Backoff create() {
    return new Backoff(
        Duration.ofMillis(25),
        Duration.ofSeconds(1),
        most -> ThreadLocalRandom.current().nextLong(most + 1));
  }

  /** The wait before retry number {@code retry}, from 0. */
  Duration before(int retry) {
    long limit = base.toNanos() << Math.min(retry, MAX_DOUBLINGS);
    return Duration.ofNanos(upTo.applyAsLong(Math.min(limit, cap.toNanos())));
  }
}
