package io.oriontrail.local.faults;

import java.time.Instant;
import java.util.Map;

/** What Lambda counts of a function that is fed by a stream. */
final class LambdaMetrics {
  private LambdaMetrics() {}

  /** Of an invocation; {@code ageMillis}: of the last record in its batch. */
  static void put(
      MetricStore metrics, String function, Instant at, boolean failed, double ageMillis) {
    put(metrics, "Invocations", function, at, 1);
    put(metrics, "Errors", function, at, failed ? 1 : 0);
    put(metrics, "IteratorAge", function, at, ageMillis);
  }

  private static void put(
      MetricStore metrics, String name, String function, Instant at, double value) {
    metrics.put(
        new MetricStore.Metric("AWS/Lambda", name, Map.of("FunctionName", function)), at, value);
  }
}
