package io.oriontrail.infra;

import io.oriontrail.ingest.MetricsLine;
import io.oriontrail.query.CompletenessLog;
import io.oriontrail.query.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.constructs.Construct;

/** One page about a stage: its alarms, then what happens from the stream to the answer. */
final class LineDashboard extends Construct {
  private static final int WIDTH = 24;
  private static final int HEIGHT = 6;

  LineDashboard(
      Construct scope,
      String id,
      StageConfig config,
      MonitoringSettings settings,
      LineMetrics metrics,
      List<IAlarm> alarms) {
    super(scope, id);
    List<List<IWidget>> rows = new ArrayList<>();
    rows.add(List.of(text(config, settings)));
    rows.add(List.of(status(alarms)));
    rows.add(funnel(metrics));
    rows.add(timeliness(metrics, settings));
    rows.add(capacity(metrics));
    rows.add(query(metrics, settings));
    if (!settings.steps().isEmpty()) {
      rows.add(List.of(steps(metrics, settings)));
    }
    Dashboard.Builder.create(this, "Dashboard")
        .dashboardName("orion-trail-" + config.stage())
        .defaultInterval(Duration.hours(3))
        .widgets(rows)
        .build();
  }

  private static IWidget text(StageConfig config, MonitoringSettings settings) {
    return TextWidget.Builder.create()
        .markdown(
            """
            # Orion Trail %s
            What an alarm means and what to do stands in [the runbooks](%s)."""
                .formatted(config.stage(), settings.runbooks()))
        .width(WIDTH)
        .height(2)
        .build();
  }

  private static IWidget status(List<IAlarm> alarms) {
    return AlarmStatusWidget.Builder.create()
        .title("Alarms")
        .alarms(alarms)
        .width(WIDTH)
        .height(HEIGHT)
        .build();
  }

  private static List<IWidget> funnel(LineMetrics metrics) {
    return List.of(
        graph(
            "From received to stored, a minute",
            metrics.ingest(MetricsLine.RECEIVED, Stats.SUM),
            metrics.ingest(MetricsLine.STORED, Stats.SUM),
            metrics.ingest(MetricsLine.DUPLICATES, Stats.SUM)),
        graph(
            "Not stored, a minute",
            metrics.ingest(MetricsLine.REJECTED, Stats.SUM),
            metrics.ingest(MetricsLine.QUARANTINED, Stats.SUM),
            metrics.ingest(MetricsLine.OWED, Stats.SUM),
            metrics.feed("OnFailureDestinationDeliveredEventCount"),
            metrics.feed("DroppedEventCount")),
        graph(
            "Missing of what emitters numbered, an hour",
            hourly(metrics, CompletenessLog.MISSING),
            hourly(metrics, CompletenessLog.DROPPED)));
  }

  private static Metric hourly(LineMetrics metrics, String name) {
    return metrics
        .query(name, Stats.SUM)
        .with(MetricOptions.builder().period(Duration.hours(1)).build());
  }

  private static List<IWidget> timeliness(LineMetrics metrics, MonitoringSettings settings) {
    return List.of(
        marked(
            "Freshness, ms",
            (double) settings.freshnessP99().toMillis(),
            metrics.ingest(MetricsLine.FRESHNESS_P50, Stats.p(50)),
            metrics.ingest(MetricsLine.FRESHNESS_P99, Stats.p(90)),
            metrics.ingest(MetricsLine.FRESHNESS_MAX, Stats.MAXIMUM)),
        marked(
            "Behind the stream, ms",
            (double) settings.iteratorAgeWarning().toMillis(),
            metrics.ingestFunction("IteratorAge", Stats.MAXIMUM),
            metrics.stream("GetRecords.IteratorAgeMilliseconds", Stats.MAXIMUM)));
  }

  private static List<IWidget> capacity(LineMetrics metrics) {
    return List.of(
        graph(
            "Stream, a minute",
            metrics.stream("IncomingRecords", Stats.SUM),
            metrics.stream("WriteProvisionedThroughputExceeded", Stats.SUM)),
        graph(
            "Tables, a minute",
            metrics.tables("ConsumedWriteCapacityUnits"),
            metrics.tables("WriteThrottleEvents"),
            metrics.ingest(MetricsLine.RETRIES, Stats.SUM)),
        graph(
            "Ingest function",
            metrics.ingestFunction("Invocations", Stats.SUM),
            metrics.ingestFunction("Errors", Stats.SUM),
            metrics.ingestFunction("Throttles", Stats.SUM),
            metrics.ingestFunction("ConcurrentExecutions", Stats.MAXIMUM)));
  }

  private static List<IWidget> query(LineMetrics metrics, MonitoringSettings settings) {
    return List.of(
        graph(
            "API, a minute",
            metrics.api("Count", Stats.SUM),
            metrics.api("4xx", Stats.SUM),
            metrics.api("5xx", Stats.SUM),
            metrics.query(RequestLog.FAULTS, Stats.SUM)),
        marked(
            "Answers, ms",
            (double) settings.queryP99().toMillis(),
            metrics.query(RequestLog.LATENCY, Stats.p(50)),
            metrics.query(RequestLog.LATENCY, Stats.p(99))));
  }

  private static IWidget steps(LineMetrics metrics, MonitoringSettings settings) {
    List<IMetric> shares = new ArrayList<>();
    for (String step : settings.steps()) {
      // Ids are unique within a graph.
      String failed = "failed" + shares.size();
      String ended = "ended" + shares.size();
      shares.add(
          MathExpression.Builder.create()
              .expression("100 * %s / %s".formatted(failed, ended))
              .usingMetrics(
                  Map.of(
                      failed, metrics.step(step, MetricsLine.RUNS_FAILED),
                      ended, metrics.step(step, MetricsLine.RUNS_ENDED)))
              .label(step)
              .period(AnomalyQueries.PERIOD)
              .build());
    }
    return GraphWidget.Builder.create()
        .title("Failed runs, %")
        .left(shares)
        .width(WIDTH)
        .height(HEIGHT)
        .build();
  }

  private static IWidget graph(String title, IMetric... metrics) {
    return widget(title, metrics).build();
  }

  /** With a line where the alarm is. */
  private static IWidget marked(String title, double above, IMetric... metrics) {
    return widget(title, metrics)
        .leftAnnotations(
            List.of(HorizontalAnnotation.builder().value(above).label("alarm").build()))
        .build();
  }

  private static GraphWidget.Builder widget(String title, IMetric... metrics) {
    return GraphWidget.Builder.create()
        .title(title)
        .left(List.of(metrics))
        .width(WIDTH / 3)
        .height(HEIGHT);
  }
}
