package io.oriontrail.local.cost;

import java.time.Duration;

/**
 * What is deployed and how it behaves under the load.
 *
 * @param eventsPerDay on average
 * @param utilisation of provisioned write units, kept by auto scaling
 * @param retention of events
 * @param shards of the stream, each a batch a second
 * @param streamRetention of records
 * @param eventsPerRecord as the emitter packs them
 * @param recordBytes of such a record, compressed
 * @param memoryGb of the ingest function
 * @param cpuMicros of an event in the ingest function, measured
 * @param perInvocation what an invocation takes beside its events
 * @param callTime of DynamoDB
 * @param callsInFlight at once
 * @param rollupsPerEvent writes of sums for each event
 * @param rollupsPerSecond writes of sums that each shard's function may make besides
 * @param metricsLineBytes of the one line an invocation logs
 * @param readUnits provisioned, over both tables and the index
 */
record Deployment(
    long eventsPerDay,
    double utilisation,
    Duration retention,
    int shards,
    Duration streamRetention,
    int eventsPerRecord,
    double recordBytes,
    double memoryGb,
    double cpuMicros,
    Duration perInvocation,
    Duration callTime,
    int callsInFlight,
    double rollupsPerEvent,
    double rollupsPerSecond,
    int metricsLineBytes,
    int readUnits) {

  static final double HOURS_PER_MONTH = 730;
  static final double SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

  double eventsPerSecond() {
    return eventsPerDay / 86_400.0;
  }

  double eventsPerMonth() {
    return eventsPerSecond() * SECONDS_PER_MONTH;
  }

  /**
   * The stage {@code production} with the defaults of everything that it does not set.
   *
   * @param recordBytes measured, of 100 events
   * @param cpuMicros measured
   */
  static Deployment production(double recordBytes, double cpuMicros) {
    return new Deployment(
        400_000_000,
        0.70,
        Duration.ofDays(14),
        10,
        Duration.ofDays(2),
        100,
        recordBytes,
        1.769 * 1.048576,
        cpuMicros,
        Duration.ofMillis(5),
        Duration.ofMillis(6),
        16,
        0.03,
        2,
        2_200,
        60);
  }
}
