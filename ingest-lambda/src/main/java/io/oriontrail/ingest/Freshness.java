package io.oriontrail.ingest;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long events took from their emitter into the store.
 *
 * @param samples events measured
 * @param late of these, how many took longer than {@link MetricsLine#FRESHNESS_OBJECTIVE}
 * @param p50 half of them took no longer
 * @param p99 99 of 100 took no longer
 */
record Freshness(int samples, int late, Duration p50, Duration p99, Duration max) {

  /** Collects the times of one batch. Not safe for use by several threads at once. */
  static final class Collector {
    private long[] millis = new long[1024];
    private int count;
    private int late;

    /** A clock that goes ahead of ours makes an event look younger than new: that counts as 0. */
    void add(Duration age) {
      if (count == millis.length) {
        millis = Arrays.copyOf(millis, count * 2);
      }
      millis[count++] = Math.max(0, age.toMillis());
      late += age.compareTo(MetricsLine.FRESHNESS_OBJECTIVE) > 0 ? 1 : 0;
    }

    Freshness summary() {
      Arrays.sort(millis, 0, count);
      return new Freshness(count, late, at(0.5), at(0.99), at(1));
    }

    private Duration at(double share) {
      int rank = Math.max(1, (int) Math.ceil(share * count));
      return count == 0 ? Duration.ZERO : Duration.ofMillis(millis[rank - 1]);
    }
  }
}
