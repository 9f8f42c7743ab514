package io.oriontrail.local.load;

import java.util.Arrays;
import java.util.List;

/**
 * A distribution of times in milliseconds.
 *
 * @param count how many were measured
 * @param p50 half of them were no longer; -1 where there is none, as with the others
 */
public record Latencies(int count, long p50, long p90, long p99, long max) {
  private static final double TENTH = 0.9;
  private static final double HUNDREDTH = 0.99;

  /** Of times in any order. */
  public static Latencies of(List<Long> millis) {
    long[] sorted = millis.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Latencies(
        sorted.length, at(sorted, 0.5), at(sorted, TENTH), at(sorted, HUNDREDTH), at(sorted, 1));
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0
        ? -1
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
