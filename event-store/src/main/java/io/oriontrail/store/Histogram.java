package io.oriontrail.store;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How often which duration occurred, in buckets whose bounds grow by a constant factor: any
 * quantile is known to within {@value #RELATIVE_ERROR} of itself, however many histograms were
 * added up to this one. What is shorter than a microsecond counts as one.
 *
 * <p>The buckets are those of DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable
 * quantile sketch with relative-error guarantees", VLDB 2019). Immutable.
 *
 * @param buckets number of the bucket to how many durations it holds
 */
public record Histogram(NavigableMap<Integer, Long> buckets) {
  /** Of a quantile, relative to the true one. */
  public static final double RELATIVE_ERROR = 0.05;

  private static final double GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
  private static final double LOG_GAMMA = Math.log(GAMMA);
  private static final double SHORTEST_NANOS = 1_000;

  public Histogram {
    buckets = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(buckets));
  }

  public static Histogram empty() {
    return new Histogram(new TreeMap<>());
  }

  /** The bucket that a duration belongs to: from 0 to some 380. */
  static int bucketOf(long nanos) {
    return nanos <= SHORTEST_NANOS
        ? 0
        : (int) Math.ceil(Math.log(nanos / SHORTEST_NANOS) / LOG_GAMMA);
  }

  /** Of all durations in the bucket, at most {@link #RELATIVE_ERROR} away from each. */
  private static long nanosOf(int bucket) {
    return bucket == 0
        ? (long) SHORTEST_NANOS
        : Math.round(SHORTEST_NANOS * 2 * Math.pow(GAMMA, bucket) / (GAMMA + 1));
  }

  public long count() {
    long count = 0;
    for (long held : buckets.values()) {
      count += held;
    }
    return count;
  }

  /**
   * The duration, in nanoseconds, that the share {@code q} of all does not exceed.
   *
   * @param q from 0 to 1
   * @throws IllegalArgumentException if the histogram is empty or {@code q} is no share
   */
  public long quantileNanos(double q) {
    long count = count();
    if (count == 0 || !(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("no quantile " + q + " of " + count + " durations");
    }
    long rank = Math.max(1, (long) Math.ceil(q * count));
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return nanosOf(bucket.getKey());
      }
    }
    return nanosOf(buckets.lastKey());
  }

  /** Both together. */
  public Histogram plus(Histogram other) {
    NavigableMap<Integer, Long> sum = new TreeMap<>(buckets);
    other.buckets.forEach((bucket, held) -> sum.merge(bucket, held, Long::sum));
    return new Histogram(sum);
  }
}
