package io.oriontrail.emitter;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How fast records may go out that failed before or piled up during an outage: as many bytes a
 * second as the emitter usually packs, beside the fresh ones, which pass freely. So a stream that
 * has just recovered gets at most twice what it usually gets, however long the outage was. Belongs
 * to the sending thread.
 */
final class RetryBudget {
  /** So that the last minute of a quiet service is no verdict: one well filled record a second. */
  static final long LEAST_BYTES_A_SECOND = RecordPacker.TARGET_BYTES;

  private static final int SECONDS = 60;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Bytes packed in each of the last seconds. */
  private final long[] packed = new long[SECONDS];

  private final long begun;
  private long sum;
  private long second;
  private double room;
  private long refilledAt;

  RetryBudget(long now) {
    this.begun = now;
    this.refilledAt = now;
    this.room = LEAST_BYTES_A_SECOND;
  }

  /** A record was made of fresh events. */
  void packed(int bytes, long now) {
    forwardTo(now);
    packed[(int) (second % SECONDS)] += bytes;
    sum += bytes;
  }

  /** What is usual: bytes a second over the last minute, or since the beginning. */
  double usual(long now) {
    forwardTo(now);
    return Math.max(LEAST_BYTES_A_SECOND, (double) sum / Math.min(SECONDS, second + 1));
  }

  boolean hasRoom(long now) {
    refill(now);
    return room > 0;
  }

  /** The last record may overdraw; what follows waits the longer. */
  void spend(int bytes) {
    room -= bytes;
  }

  /** Nanoseconds until there is room again. */
  long pause(long now) {
    refill(now);
    return room > 0 ? 0 : (long) (-room / usual(now) * SECOND) + 1;
  }

  private void refill(long now) {
    double usual = usual(now);
    room = Math.min(usual, room + usual * (now - refilledAt) / SECOND);
    refilledAt = now;
  }

  private void forwardTo(long now) {
    long current = Math.max(second, (now - begun) / SECOND);
    if (current - second >= SECONDS) {
      Arrays.fill(packed, 0);
      sum = 0;
      second = current;
    }
    while (second < current) {
      second++;
      int slot = (int) (second % SECONDS);
      sum -= packed[slot];
      packed[slot] = 0;
    }
  }
}
