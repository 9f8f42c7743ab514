package io.oriontrail.query;

import java.time.Instant;

/**
 * Instants as nanoseconds since the epoch: what sorting and measuring tens of thousands of events
 * is done in. Sums saturate instead of wrapping round, so a reported duration of centuries can
 * neither fail nor turn a bar backwards.
 */
final class Nanos {
  static final long PER_SECOND = 1_000_000_000L;

  private static final long MAX_SECOND = Long.MAX_VALUE / PER_SECOND;

  private Nanos() {}

  static long of(Instant instant) {
    long second = instant.getEpochSecond();
    if (second >= MAX_SECOND) {
      return Long.MAX_VALUE;
    }
    if (second <= -MAX_SECOND) {
      return Long.MIN_VALUE;
    }
    return second * PER_SECOND + instant.getNano();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }

  static long plus(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }

  static long minus(long a, long b) {
    long difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return difference;
  }
}
