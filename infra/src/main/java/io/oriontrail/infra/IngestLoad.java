package io.oriontrail.infra;

import java.time.Duration;

/** What a load asks of a stage's stream, ingest function and tables, on average and at its peak. */
final class IngestLoad {
  /** What an event takes of a processor, from decoding to signed requests: docs/BENCHMARKS.md. */
  static final double CPU_SECONDS = 20e-6;

  /** What an invocation takes beside its events; taken for granted. */
  static final double INVOCATION_SECONDS = 0.005;

  /** A call of DynamoDB's; taken for granted. */
  static final double CALL_SECONDS = 0.006;

  /** As the ingest function's code bounds its sums: so many for each event, and a second. */
  static final double SUMS_PER_EVENT = 0.03;

  static final double SUMS_PER_SECOND = 2;
  private static final int CALLS_IN_FLIGHT = 16;
  private static final int ITEMS_PER_CALL = 25;

  /** What a shard takes a second, whichever comes first. */
  private static final double SHARD_BYTES = 1e6;

  private static final double SHARD_RECORDS = 1_000;

  /** Keys are never spread quite evenly. */
  private static final double SHARD_FILL = 0.8;

  /** An on-demand stream begins with so many. */
  private static final int LEAST_ON_DEMAND = 4;

  private final StageConfig config;
  private final Traffic traffic;
  private final Load load;

  IngestLoad(StageConfig config, Traffic traffic, Load load) {
    this.config = config;
    this.traffic = traffic;
    this.load = load;
  }

  /** Shards that take the peak. */
  int shardsForPeak() {
    double records = load.recordsPerSecond() * load.peak();
    double bytes = records * traffic.recordBytes(load.eventsPerRecord());
    double busiest = Math.max(bytes / SHARD_BYTES, records / SHARD_RECORDS);
    return Math.max(1, (int) Math.ceil(busiest / SHARD_FILL));
  }

  /** As configured, or what an on-demand stream will have. */
  int shards() {
    Integer configured = config.stream().shards();
    return configured == null ? Math.max(LEAST_ON_DEMAND, shardsForPeak()) : configured;
  }

  /** Each shard's lanes wait for the window to pass, unless a batch is full, or none comes. */
  double invocationsPerSecond() {
    double window = Math.max(0.2, seconds(config.ingest().batchingWindow()));
    double lanes = shards() * config.ingest().parallelization();
    double records = load.recordsPerSecond();
    return Math.max(Math.min(lanes / window, records), records / config.ingest().batchSize());
  }

  /** What an invocation takes. */
  double invocationSeconds() {
    double events = load.eventsPerSecond() / invocationsPerSecond();
    double calls = events * (1 + traffic.listings()) / ITEMS_PER_CALL;
    double sums = writeUnits().sums() / invocationsPerSecond();
    double rounds = Math.ceil(calls / CALLS_IN_FLIGHT) + Math.ceil(sums / CALLS_IN_FLIGHT);
    return INVOCATION_SECONDS + events * CPU_SECONDS + rounds * CALL_SECONDS;
  }

  /** Invocations under way at once, on average. */
  double concurrency() {
    return invocationsPerSecond() * invocationSeconds();
  }

  /** At the most, and twice that for a while after shards were split. */
  int concurrencyAtMost() {
    return shards() * config.ingest().parallelization();
  }

  WriteUnits writeUnits() {
    double events = load.eventsPerSecond();
    double sums = SUMS_PER_EVENT * events + SUMS_PER_SECOND * shards();
    return new WriteUnits(
        events * (traffic.writeUnits() + traffic.listings()),
        events * traffic.failures() * traffic.writeUnits(),
        // A sum has no more to add to than what the events before it touched: some four each.
        Math.min(sums, 4 * events));
  }

  double writeUnitsPerEvent() {
    return writeUnits().all() / load.eventsPerSecond();
  }

  /** Events a second that the event table lets in at the most. */
  double storableEventsPerSecond() {
    int most =
        switch (config.table().capacity()) {
          case TableCapacity.OnDemand onDemand -> onDemand.maxWriteUnits();
          case TableCapacity.Provisioned provisioned -> provisioned.write().max();
        };
    return most / (traffic.writeUnits() + traffic.listings());
  }

  /** Events that wait in the stream after a peak of this length. */
  double backlogAfter(Duration peak) {
    double arriving = load.eventsPerSecond() * load.peak();
    return Math.max(0, arriving - storableEventsPerSecond()) * seconds(peak);
  }

  /** How long after the peak the last of them is stored; infinite where they never are. */
  double secondsToDrain(Duration peak) {
    double spare = storableEventsPerSecond() - load.eventsPerSecond();
    double backlog = backlogAfter(peak);
    return backlog == 0 ? 0 : spare <= 0 ? Double.POSITIVE_INFINITY : backlog / spare;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
