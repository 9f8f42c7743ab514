package io.oriontrail.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stage costs a month under a load, line by line, from the very configuration that the stack
 * is made from. The formulas stand in docs/COST.md, too; what they take for granted stands here.
 */
final class StageCost {
  /** What DynamoDB adds to each stored item. */
  static final int STORAGE_OVERHEAD = 100;

  /** Metrics that the functions write by themselves; held to what they write by a test. */
  static final int METRICS = 23;

  /** Those of completeness, which is judged in stages with monitoring only. */
  static final int METRICS_OF_COMPLETENESS = 3;

  /** Of each watched step. */
  static final int METRICS_OF_STEP = 2;

  /** Of the archive's function, and of that which copies the audit. */
  static final int METRICS_OF_ARCHIVE = 11;

  static final int METRICS_OF_AUDIT = 1;

  /** The longest line of metrics that ingest writes, which a test holds it to. */
  private static final int METRICS_LINE = 2_200;

  /** What a request leaves in two logs, an answer's body and the units that it reads. */
  private static final int REQUEST_LINES = 1_200;

  private static final int ANSWER_BYTES = 8_000;
  private static final int READ_UNITS = 10;

  /** A request's time, and a record of the audit for it. */
  private static final double QUERY_SECONDS = 0.03;

  private static final int AUDIT_BYTES = 300;
  private static final int AUDIT_DAYS = 400;

  /** Calls of KMS: AWS's caches bound them, whatever the load. */
  private static final double CALLS_OF_OWN_KEY = 1e6;

  private static final double CALLS_OF_AWS_KEY = 5e4;

  /** Changes of alarms in a bad month, and a call's time with what it asks the tables. */
  private static final int ALERTS = 1_000;

  private static final double ALERT_SECONDS = 2;
  private static final int PUT_UNIT = 25_000;
  private static final int KB = 1_024;
  private static final double GB = 1e9;
  private static final double DAYS_PER_MONTH = Load.HOURS_PER_MONTH / 24;

  private final StageConfig config;
  private final Traffic traffic;
  private final Load load;
  private final IngestLoad ingest;
  private final Extras extras;

  /**
   * What is beside the line, in the stage file or not.
   *
   * @param archive null for none
   * @param firewallRules of a web firewall in front of CloudFront; 0 for no firewall
   */
  record Extras(@Nullable ArchiveCost archive, int firewallRules) {
    /** As the stage file says. */
    static Extras of(StageConfig config) {
      ArchiveSettings archive = config.archive();
      return new Extras(archive == null ? null : ArchiveCost.of(archive), 0);
    }
  }

  /** Which part of the bill a line belongs to. */
  enum Part {
    LINE,
    METRICS,
    ALARMS
  }

  /** A part of the bill. */
  record Line(Part part, String what, double dollarsPerMonth) {}

  StageCost(StageConfig config, Traffic traffic, Load load) {
    this(config, traffic, load, Extras.of(config));
  }

  StageCost(StageConfig config, Traffic traffic, Load load, Extras extras) {
    this.extras = extras;
    this.config = config;
    this.traffic = traffic;
    this.load = load;
    this.ingest = new IngestLoad(config, traffic, load);
  }

  IngestLoad ingest() {
    return ingest;
  }

  /** Without commitments. */
  List<Line> list() {
    return lines(false);
  }

  /** With the average use of provisioned write units reserved for a year. */
  List<Line> reserved() {
    return lines(true);
  }

  static double sum(List<Line> lines) {
    return lines.stream().mapToDouble(Line::dollarsPerMonth).sum();
  }

  static double sum(List<Line> lines, Part part) {
    return sum(lines.stream().filter(line -> line.part() == part).toList());
  }

  double perMillion(List<Line> lines) {
    return sum(lines) / (load.eventsPerMonth() / 1e6);
  }

  private List<Line> lines(boolean reserved) {
    List<Line> lines = new ArrayList<>();
    table(lines, reserved);
    stream(lines);
    functions(lines);
    signals(lines);
    edge(lines);
    if (extras.archive() != null) {
      lines.addAll(extras.archive().lines(traffic, load, ingest));
    }
    return lines;
  }

  private static void add(List<Line> lines, String what, double dollars) {
    lines.add(new Line(Part.LINE, what, dollars));
  }

  private void table(List<Line> lines, boolean reserved) {
    WriteUnits units = ingest.writeUnits();
    add(lines, "DynamoDB: events and listings", writes(units.events(), false, reserved));
    add(lines, "DynamoDB: index of failures", writes(units.index(), true, reserved));
    add(lines, "DynamoDB: sums", writes(units.sums(), true, reserved));
    double readsPerSecond = load.readsPerMonth() / Load.SECONDS_PER_MONTH;
    add(
        lines,
        "DynamoDB: audit",
        Price.DYNAMODB_WRITE_REQUEST.times(readsPerSecond * Load.SECONDS_PER_MONTH));
    add(lines, "DynamoDB: reads", reads());
    double stored = storedGb();
    double audit =
        load.readsPerMonth() / DAYS_PER_MONTH * AUDIT_DAYS * (AUDIT_BYTES + STORAGE_OVERHEAD) / GB;
    add(lines, "DynamoDB: storage", Price.DYNAMODB_GB_MONTH.times(stored + audit));
    boolean recovery = config.table().pointInTimeRecovery();
    add(
        lines,
        "DynamoDB: point-in-time recovery",
        recovery ? Price.DYNAMODB_RECOVERY_GB_MONTH.times(stored + audit) : 0);
  }

  /** Units that are used all the time, in a table or in what idles at a tenth of its minimum. */
  private double writes(double used, boolean sparse, boolean reserved) {
    return switch (capacity(sparse)) {
      case TableCapacity.OnDemand onDemand ->
          Price.DYNAMODB_WRITE_REQUEST.times(used * Load.SECONDS_PER_MONTH);
      case TableCapacity.Provisioned provisioned -> {
        double bought = bought(used, provisioned.write(), provisioned.targetPercent());
        double forAYear = reserved ? Math.min(bought, used) : 0;
        yield Price.DYNAMODB_RESERVED_WRITE_UNIT_MONTH.times(forAYear)
            + Price.DYNAMODB_WRITE_UNIT_HOUR.times(bought - forAYear) * Load.HOURS_PER_MONTH;
      }
    };
  }

  private TableCapacity capacity(boolean sparse) {
    TableCapacity capacity = config.table().capacity();
    return sparse ? StoreTable.sparse(capacity) : capacity;
  }

  /** What auto scaling settles on. */
  static double bought(double used, TableCapacity.Bounds bounds, int targetPercent) {
    // A bound below the use is a stage that does not do; the report says so, and the use is billed.
    return Math.clamp(
        100 * used / targetPercent, bounds.min(), Math.max(bounds.max(), Math.ceil(used)));
  }

  private double reads() {
    double used = load.readsPerMonth() * READ_UNITS;
    return switch (config.table().capacity()) {
      case TableCapacity.OnDemand onDemand -> Price.DYNAMODB_READ_REQUEST.times(used);
      case TableCapacity.Provisioned provisioned -> {
        int percent = provisioned.targetPercent();
        TableCapacity.Bounds bounds = provisioned.read();
        TableCapacity.Bounds idle = StoreTable.sparse(bounds);
        // The index and the sums beside it are read little.
        double bought = bought(used / Load.SECONDS_PER_MONTH, bounds, percent) + 2.0 * idle.min();
        yield Price.DYNAMODB_READ_UNIT_HOUR.times(bought) * Load.HOURS_PER_MONTH;
      }
    };
  }

  /** What lies in the event table once the first events expire. Sums are some megabytes. */
  double storedGb() {
    double perEvent =
        (traffic.itemBytes() + STORAGE_OVERHEAD) * (1 + traffic.failures())
            + traffic.listings() * (traffic.listingBytes() + STORAGE_OVERHEAD);
    return load.eventsPerDay() * perEvent * days(config.table().retention()) / GB;
  }

  private static double days(Duration duration) {
    return duration.toSeconds() / 86_400.0;
  }

  private void stream(List<Line> lines) {
    StreamSettings stream = config.stream();
    double perMonth = load.recordsPerSecond() * Load.SECONDS_PER_MONTH;
    double bytes = traffic.recordBytes(load.eventsPerRecord());
    Integer shards = stream.shards();
    boolean longer = stream.retention().compareTo(Duration.ofDays(1)) > 0;
    if (shards != null) {
      double hours = shards * Load.HOURS_PER_MONTH;
      double units = perMonth * Math.ceil(bytes / PUT_UNIT);
      add(
          lines,
          "Kinesis: shards and records",
          Price.KINESIS_SHARD_HOUR.times(hours) + Price.KINESIS_PUT_UNIT.times(units));
      add(
          lines,
          "Kinesis: retention beyond a day",
          longer ? Price.KINESIS_RETENTION_SHARD_HOUR.times(hours) : 0);
      return;
    }
    double gb = perMonth * Math.ceil(bytes / KB) * KB / GB;
    double more = days(stream.retention().minusDays(1)) / DAYS_PER_MONTH;
    int readers = extras.archive() == null ? 1 : 2;
    add(
        lines,
        "Kinesis: shards and records",
        Price.KINESIS_ON_DEMAND_HOUR.times(Load.HOURS_PER_MONTH)
            + Price.KINESIS_ON_DEMAND_IN_GB.times(gb)
            + Price.KINESIS_ON_DEMAND_OUT_GB.times(gb * readers));
    add(
        lines,
        "Kinesis: retention beyond a day",
        longer ? Price.KINESIS_ON_DEMAND_RETENTION_GB_MONTH.times(gb * more) : 0);
  }

  private void functions(List<Line> lines) {
    double invocations = ingest.invocationsPerSecond() * Load.SECONDS_PER_MONTH;
    add(
        lines,
        "Lambda: ingest",
        lambda(invocations, ingest.invocationSeconds(), config.ingest().memoryMib()));
    add(
        lines,
        "Lambda: query",
        lambda(load.readsPerMonth(), QUERY_SECONDS, config.query().memoryMib()));
    add(lines, "Lambda: SnapStart", Price.LAMBDA_SNAPSTART_JAVA.dollars());
    ArchiveCost archive = extras.archive();
    double archived = archive == null ? 0 : archive.batchesPerMonth(traffic, load, ingest);
    double gb =
        ((invocations + archived) * METRICS_LINE + load.readsPerMonth() * REQUEST_LINES) / GB;
    add(lines, "CloudWatch Logs: taken in", Price.LOGS_GB.times(gb));
    double months = config.logRetentionDays() / DAYS_PER_MONTH;
    add(lines, "CloudWatch Logs: kept", Price.LOGS_GB_MONTH.times(gb * months));
  }

  static double lambda(double invocations, double seconds, int memoryMib) {
    double gbSeconds = invocations * seconds * memoryMib / 1_024;
    return Price.LAMBDA_REQUEST.times(invocations) + Price.LAMBDA_GB_SECOND.times(gbSeconds);
  }

  private void signals(List<Line> lines) {
    MonitoringSettings monitoring = config.monitoring();
    int watched =
        monitoring == null
            ? 0
            : METRICS_OF_COMPLETENESS + METRICS_OF_STEP * monitoring.steps().size();
    int kept =
        (extras.archive() == null ? 0 : METRICS_OF_ARCHIVE)
            + (config.audit() == null ? 0 : METRICS_OF_AUDIT);
    AlarmBill alarms = AlarmBill.of(config);
    lines.add(
        new Line(
            Part.METRICS,
            "CloudWatch: metrics",
            Price.METRIC_MONTH.times(METRICS + watched + kept)));
    lines.add(
        new Line(
            Part.ALARMS, "CloudWatch: alarms", Price.ALARM_METRIC_MONTH.times(alarms.metrics())));
    lines.add(
        new Line(
            Part.ALARMS,
            "CloudWatch: alarms over alarms",
            Price.COMPOSITE_ALARM_MONTH.times(alarms.composites())));
    lines.add(
        new Line(
            Part.ALARMS,
            "CloudWatch: dashboard",
            monitoring == null ? 0 : Price.DASHBOARD_MONTH.dollars()));
    lines.add(
        new Line(
            Part.ALARMS, "Alerts: function, groups, messages", monitoring == null ? 0 : alerts()));
    boolean budget = monitoring != null && monitoring.monthlyBudgetUsd() != null;
    lines.add(new Line(Part.ALARMS, "Budgets", budget ? Price.BUDGET_MONTH.dollars() : 0));
  }

  /** What alarms cost that go off and end: nothing of it costs anything while all is well. */
  private static double alerts() {
    // Each is published by CloudWatch and as a message again; in the table it is looked up, joined
    // to its group and marked as told, and what was told last is read.
    double published = 2.0 * ALERTS;
    return lambda(ALERTS, ALERT_SECONDS, AlertFunction.MEMORY_MIB)
        + Price.DYNAMODB_WRITE_REQUEST.times(3.0 * ALERTS)
        + Price.DYNAMODB_READ_REQUEST.times(ALERTS)
        + Price.SNS_REQUEST.times(published)
        + Price.SNS_EMAIL.times(ALERTS)
        + Price.SQS_REQUEST.times(ALERTS);
  }

  private void edge(List<Line> lines) {
    double reads = load.readsPerMonth();
    add(lines, "API Gateway", Price.HTTP_API_REQUEST.times(reads));
    add(
        lines,
        "CloudFront",
        Price.CLOUDFRONT_REQUEST.times(reads)
            + Price.CLOUDFRONT_GB.times(reads * ANSWER_BYTES / GB));
    double key = config.customerKey() ? Price.KMS_KEY_MONTH.dollars() : 0;
    double calls = config.customerKey() ? CALLS_OF_OWN_KEY : CALLS_OF_AWS_KEY;
    add(lines, "KMS", key + Price.KMS_REQUEST.times(calls));
    // The cursors' key, and where people sign in what CloudFront shows the API.
    int secrets = config.query().oidc() == null ? 1 : 2;
    add(lines, "Secrets Manager", Price.SECRET_MONTH.times(secrets));
    int rules = extras.firewallRules();
    if (rules > 0) {
      double asked = Price.WAF_REQUEST.times(reads);
      add(
          lines,
          "Web firewall",
          Price.WAF_ACL_MONTH.dollars() + Price.WAF_RULE_MONTH.times(rules) + asked);
    }
  }

  /**
   * The same events as one would first store them: paid by request, one event a record on an
   * on-demand stream, spelled-out names, an index of everything by account, recovery, 30 days, a
   * log line an event. By the names of the lines above; those that are left out are the same.
   */
  double naive(Line line) {
    int spelledOut = 90;
    double perMonth = load.eventsPerMonth();
    double stored =
        load.eventsPerDay() * (traffic.itemBytes() + spelledOut + STORAGE_OVERHEAD) * 30 / GB;
    double rounded = Math.ceil(traffic.jsonBytes() / KB) * KB * perMonth / GB;
    double write = Price.DYNAMODB_WRITE_REQUEST.times(perMonth);
    return switch (line.what()) {
      case "DynamoDB: events and listings", "DynamoDB: index of failures" -> write;
      case "DynamoDB: sums" -> 0;
      case "DynamoDB: storage" -> Price.DYNAMODB_GB_MONTH.times(2 * stored);
      case "DynamoDB: point-in-time recovery" -> Price.DYNAMODB_RECOVERY_GB_MONTH.times(stored);
      case "Kinesis: shards and records" ->
          Price.KINESIS_ON_DEMAND_HOUR.times(Load.HOURS_PER_MONTH)
              + Price.KINESIS_ON_DEMAND_IN_GB.times(rounded)
              + Price.KINESIS_ON_DEMAND_OUT_GB.times(rounded);
      case "Kinesis: retention beyond a day" -> 0;
      case "CloudWatch Logs: taken in" -> Price.LOGS_GB.times(perMonth * 300 / GB);
      case "CloudWatch Logs: kept" -> Price.LOGS_GB_MONTH.times(perMonth * 300 / GB);
      // All in the table for longer, and no archive.
      case "Archive: function", "Archive: objects put and moved", "Archive: stored" -> 0;
      default -> line.dollarsPerMonth();
    };
  }

  double naive(List<Line> lines) {
    return lines.stream().mapToDouble(this::naive).sum();
  }

  /** X-Ray, where every execution is one trace. */
  double xrayPerMillion() {
    return Price.XRAY_TRACE.times(1e6 / traffic.eventsPerExecution());
  }

  /** CloudWatch Logs, where every event is a line kept as long as an item is. */
  double logsPerMillion() {
    double gb = 1e6 * (traffic.jsonBytes() + 26) / GB;
    double months = days(config.table().retention()) / DAYS_PER_MONTH;
    return Price.LOGS_GB.times(gb) + Price.LOGS_GB_MONTH.times(gb * months);
  }
}
