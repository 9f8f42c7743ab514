package io.oriontrail.infra;

import io.oriontrail.ingest.MetricsLine;
import io.oriontrail.query.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;

/**
 * The metrics of a stage: those that the functions write, by the very constants with which they
 * write them, and those of AWS's services. By the minute, unless something else is asked for.
 */
final class LineMetrics {
  private static final Duration MINUTE = Duration.minutes(1);

  private final Sources sources;

  /**
   * Whose metrics these are, by the names under which CloudWatch has them.
   *
   * @param ingest the ingest function
   * @param query the query function
   * @param stream the event stream
   * @param feed the id of the mapping from stream to ingest
   * @param api the id of the HTTP API
   * @param tables that ingest writes to
   */
  record Sources(
      String ingest, String query, String stream, String feed, String api, List<Written> tables) {}

  /** A table and its indexes, which have metrics of their own: the table's leave them out. */
  record Written(String table, List<String> indexes) {}

  LineMetrics(Sources sources) {
    this.sources = sources;
  }

  /** What the ingest function writes; {@code name} of {@link MetricsLine}. */
  Metric ingest(String name, String statistic) {
    return metric(
        MetricsLine.NAMESPACE, name, statistic, Map.of(MetricsLine.FUNCTION, sources.ingest()));
  }

  /** What the ingest function writes about one step. */
  Metric step(String step, String name) {
    return metric(MetricsLine.NAMESPACE, name, Stats.SUM, dimensionsOfStep(step))
        .with(MetricOptions.builder().period(AnomalyQueries.PERIOD).build());
  }

  Map<String, String> dimensionsOfStep(String step) {
    return Map.of(MetricsLine.FUNCTION, sources.ingest(), MetricsLine.STEP, step);
  }

  /** What the query function writes; {@code name} of {@link RequestLog} or CompletenessLog. */
  Metric query(String name, String statistic) {
    return metric(
        RequestLog.NAMESPACE, name, statistic, Map.of(RequestLog.FUNCTION, sources.query()));
  }

  Metric ingestFunction(String name, String statistic) {
    return metric("AWS/Lambda", name, statistic, Map.of("FunctionName", sources.ingest()));
  }

  Metric queryFunction(String name, String statistic) {
    return metric("AWS/Lambda", name, statistic, Map.of("FunctionName", sources.query()));
  }

  /** Of the mapping that feeds ingest. */
  Metric feed(String name) {
    return metric("AWS/Lambda", name, Stats.SUM, Map.of("EventSourceMappingUUID", sources.feed()));
  }

  Metric stream(String name, String statistic) {
    return metric("AWS/Kinesis", name, statistic, Map.of("StreamName", sources.stream()));
  }

  Metric api(String name, String statistic) {
    return metric("AWS/ApiGateway", name, statistic, Map.of("ApiId", sources.api()));
  }

  /** The sum over all tables that ingest writes to, and their indexes. */
  MathExpression tables(String name) {
    List<Map<String, String>> dimensions = new ArrayList<>();
    for (Written written : sources.tables()) {
      dimensions.add(Map.of("TableName", written.table()));
      for (String index : written.indexes()) {
        dimensions.add(Map.of("TableName", written.table(), "GlobalSecondaryIndexName", index));
      }
    }
    Map<String, IMetric> each = new TreeMap<>();
    for (Map<String, String> one : dimensions) {
      // Unique within a graph that shows several of these.
      each.put("t" + each.size() + name, metric("AWS/DynamoDB", name, Stats.SUM, one));
    }
    return math(String.join(" + ", filled(each)), each);
  }

  /** How many objects lie in the bucket; S3 counts once a day. */
  static Metric objects(SetAsideBucket bucket) {
    return metric(
            "AWS/S3",
            "NumberOfObjects",
            Stats.AVERAGE,
            Map.of("BucketName", bucket.name(), "StorageType", "AllStorageTypes"))
        .with(MetricOptions.builder().period(Duration.days(1)).build());
  }

  /** How many of a hundred, 0 where there are none at all. */
  static MathExpression percent(Metric part, Metric whole) {
    return math("IF(whole > 0, 100 * part / whole, 0)", Map.of("part", part, "whole", whole));
  }

  static MathExpression math(String expression, Map<String, ? extends IMetric> metrics) {
    return MathExpression.Builder.create()
        .expression(expression)
        .usingMetrics(metrics)
        .label(expression)
        .period(MINUTE)
        .build();
  }

  /** A table that was never throttled has no such metric: that is 0, and does not hide the rest. */
  private static List<String> filled(Map<String, IMetric> metrics) {
    return metrics.keySet().stream().map(id -> "FILL(" + id + ", 0)").toList();
  }

  static Metric metric(
      String namespace, String name, String statistic, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .dimensionsMap(dimensions)
        .period(MINUTE)
        .build();
  }
}
