package io.oriontrail.local.cost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a deployment costs a month, line by line. The formulas stand in docs/COST.md, too. */
final class CostModel {
  /** What DynamoDB adds to each stored item. */
  private static final int STORAGE_OVERHEAD = 100;

  private static final int PUT_UNIT = 25_000;
  private static final double GB = 1e9;
  private static final double DAYS_PER_MONTH = Deployment.HOURS_PER_MONTH / 24;
  private static final int ITEMS_PER_CALL = 25;

  /** Metrics of the embedded line, and calls of KMS a month: the caches of AWS bound them. */
  private static final int METRICS = 24;

  private static final double KMS_CALLS = 1e6;

  /** API, CloudFront, authorizer and the query function at a million calls a month. */
  private static final double READING_SIDE = 15;

  private final Traffic traffic;
  private final Deployment deployed;
  private final Prices prices;

  /** A part of the bill. */
  record Line(String what, double dollarsPerMonth) {}

  CostModel(Traffic traffic, Deployment deployed, Prices prices) {
    this.traffic = traffic;
    this.deployed = deployed;
    this.prices = prices;
  }

  /** Write units for an event: its item, listings, the index of failures, sums. */
  double writeUnitsPerEvent() {
    return traffic.writeUnits()
        + traffic.listings()
        + traffic.failures() * traffic.writeUnits()
        + deployed.rollupsPerEvent()
        + deployed.rollupsPerSecond() * deployed.shards() / deployed.eventsPerSecond();
  }

  /** The default configuration without commitments. */
  List<Line> list() {
    return lines(writes(0));
  }

  /** The same with the average use of write units reserved for a year. */
  List<Line> reserved() {
    return lines(writes(deployed.eventsPerSecond() * writeUnitsPerEvent()));
  }

  static double sum(List<Line> lines) {
    return lines.stream().mapToDouble(Line::dollarsPerMonth).sum();
  }

  double perMillion(List<Line> lines) {
    return sum(lines) / (deployed.eventsPerMonth() / 1e6);
  }

  private List<Line> lines(double writes) {
    return List.of(
        new Line("DynamoDB writes", writes),
        new Line("DynamoDB storage", storage()),
        new Line(
            "DynamoDB reads",
            deployed.readUnits() * prices.dynamoReadUnitHour() * Deployment.HOURS_PER_MONTH),
        new Line("Kinesis shards and records", kinesis()),
        new Line("Kinesis retention beyond a day", kinesisRetention()),
        new Line("Lambda ingest", lambda()),
        new Line("Logs and metrics", logs()),
        new Line("KMS", prices.kmsKeyMonth() + KMS_CALLS * prices.kmsRequest()),
        new Line("API, CloudFront, query function", READING_SIDE));
  }

  private double writes(double reservedUnits) {
    double units = deployed.eventsPerSecond() * writeUnitsPerEvent() / deployed.utilisation();
    return reservedUnits * prices.dynamoReservedWriteUnitMonth()
        + (units - reservedUnits) * prices.dynamoWriteUnitHour() * Deployment.HOURS_PER_MONTH;
  }

  private double storage() {
    double item = traffic.itemBytes() + STORAGE_OVERHEAD;
    double perEvent =
        item * (1 + traffic.failures())
            + traffic.listings() * (traffic.listingBytes() + STORAGE_OVERHEAD);
    return deployed.eventsPerDay()
        * perEvent
        * deployed.retention().toDays()
        / GB
        * prices.dynamoGbMonth();
  }

  private double kinesis() {
    double records = deployed.eventsPerMonth() / deployed.eventsPerRecord();
    double units = Math.ceil(deployed.recordBytes() / PUT_UNIT);
    return deployed.shards() * prices.kinesisShardHour() * Deployment.HOURS_PER_MONTH
        + records * units * prices.kinesisPutUnit();
  }

  private double kinesisRetention() {
    return deployed.streamRetention().compareTo(Duration.ofDays(1)) <= 0
        ? 0
        : deployed.shards() * prices.kinesisRetentionShardHour() * Deployment.HOURS_PER_MONTH;
  }

  /** Seconds that an invocation takes. */
  double invocationSeconds() {
    double events = deployed.eventsPerSecond() / deployed.shards();
    double calls = events * (1 + traffic.listings()) / ITEMS_PER_CALL;
    double rollups =
        events * deployed.rollupsPerEvent() + deployed.rollupsPerSecond();
    double waits =
        Math.ceil(calls / deployed.callsInFlight()) + Math.ceil(rollups / deployed.callsInFlight());
    return deployed.perInvocation().toMillis() / 1e3
        + events * deployed.cpuMicros() / 1e6
        + waits * deployed.callTime().toMillis() / 1e3;
  }

  private double invocations() {
    return deployed.shards() * Deployment.SECONDS_PER_MONTH;
  }

  private double lambda() {
    return invocations()
        * (prices.lambdaRequest()
            + invocationSeconds() * deployed.memoryGb() * prices.lambdaGbSecond());
  }

  private double logs() {
    double gb = invocations() * deployed.metricsLineBytes() / GB;
    return gb * (prices.logsGb() + prices.logsGbMonth()) + METRICS * prices.metricMonth();
  }

  /**
   * The same events as one would first store them: paid by request, one event a record on an
   * on-demand stream, spelled-out names, an index of everything by account, recovery, 30 days, a
   * log line an event.
   */
  List<Line> naive() {
    int spelledOut = 90;
    int days = 30;
    double perMonth = deployed.eventsPerMonth();
    double stored =
        deployed.eventsPerDay() * (traffic.itemBytes() + spelledOut + STORAGE_OVERHEAD) * days / GB;
    double rounded = Math.ceil(traffic.jsonBytes() / 1_024) * 1_024;
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("DynamoDB writes", perMonth * prices.dynamoWriteRequest()));
    lines.add(new Line("Index of everything", perMonth * prices.dynamoWriteRequest()));
    lines.add(new Line("DynamoDB storage, twice", 2 * stored * prices.dynamoGbMonth()));
    lines.add(new Line("Point-in-time recovery", stored * prices.dynamoRecoveryGbMonth()));
    lines.add(
        new Line(
            "Kinesis on demand",
            perMonth * rounded / GB * (prices.kinesisOnDemandGb() + prices.kinesisOnDemandOutGb())
                + prices.kinesisOnDemandHour() * Deployment.HOURS_PER_MONTH));
    lines.add(new Line("Lambda ingest", lambda()));
    lines.add(new Line("A log line an event", perMonth * 300 / GB * prices.logsGb()));
    return lines;
  }

  /** X-Ray, where every execution is one trace. */
  double xrayPerMillion() {
    return 1e6 * traffic.executions() / traffic.events() * prices.xrayTrace();
  }

  /** CloudWatch Logs, where every event is a line kept as long as an item is. */
  double logsPerMillion() {
    double line = traffic.jsonBytes() + 26;
    double months = deployed.retention().toDays() / DAYS_PER_MONTH;
    return 1e6 * line / GB * (prices.logsGb() + months * prices.logsGbMonth());
  }
}
