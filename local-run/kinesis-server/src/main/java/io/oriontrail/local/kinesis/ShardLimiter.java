package io.oriontrail.local.kinesis;

import java.time.Duration;
import java.time.Instant;

/**
 * What a real shard takes: 1 MiB and 1,000 records a second, with one second's worth to spare. Not
 * safe for several threads.
 */
final class ShardLimiter {
  static final int BYTES_PER_SECOND = 1 << 20;
  static final int RECORDS_PER_SECOND = 1_000;

  private double bytesLeft = BYTES_PER_SECOND;
  private double recordsLeft = RECORDS_PER_SECOND;
  private Instant filled;

  ShardLimiter(Instant now) {
    this.filled = now;
  }

  boolean take(long bytes, Instant now) {
    refill(now);
    if (recordsLeft < 1 || bytesLeft < bytes) {
      return false;
    }
    recordsLeft--;
    bytesLeft -= bytes;
    return true;
  }

  private void refill(Instant now) {
    double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
    bytesLeft = Math.min(BYTES_PER_SECOND, bytesLeft + seconds * BYTES_PER_SECOND);
    recordsLeft = Math.min(RECORDS_PER_SECOND, recordsLeft + seconds * RECORDS_PER_SECOND);
    filled = now;
  }
}
