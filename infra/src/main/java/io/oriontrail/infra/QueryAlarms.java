package io.oriontrail.infra;

import io.oriontrail.query.RequestLog;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;

/** The alarms from the table to the API's answers. */
final class QueryAlarms {
  private static final double NEAR = 0.8;

  private final AlarmBook book;
  private final LineMetrics metrics;
  private final StageConfig config;
  private final MonitoringSettings settings;

  QueryAlarms(
      AlarmBook book, LineMetrics metrics, StageConfig config, MonitoringSettings settings) {
    this.book = book;
    this.metrics = metrics;
    this.config = config;
    this.settings = settings;
  }

  void add() {
    unhealthy();
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "query-latency",
            "query-latency",
            metrics.query(RequestLog.LATENCY, Stats.p(99)),
            (double) settings.queryP99().toMillis(),
            "Answers of the API take long."));
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "query-throttles",
            "query-throttles",
            metrics.queryFunction("Throttles", Stats.SUM),
            0,
            "Lambda refuses to run the query function."));
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "query-duration",
            "query-latency",
            metrics.queryFunction("Duration", Stats.p(99)),
            NEAR * config.query().timeout().toMillis(),
            "Requests take nearly as long as the query function's time limit allows."));
  }

  /** Three views of one trouble: from the gateway, from Lambda, from the function itself. */
  private void unhealthy() {
    Metric faults = metrics.query(RequestLog.FAULTS, Stats.SUM);
    Metric requests = metrics.query(RequestLog.FAULTS, Stats.SAMPLE_COUNT);
    MathExpression ofGateway =
        LineMetrics.percent(metrics.api("5xx", Stats.SUM), metrics.api("Count", Stats.SUM));
    book.anyOf(
        Severity.PAGE,
        "query-unhealthy",
        "query-unhealthy",
        "The API does not answer as it should.",
        List.of(
            AlarmSpec.of(
                "query-faults",
                "query-faults",
                LineMetrics.percent(faults, requests),
                settings.errorPercent(),
                "The query function answers with 5xx."),
            AlarmSpec.of(
                "query-errors",
                "query-errors",
                LineMetrics.percent(
                    metrics.queryFunction("Errors", Stats.SUM),
                    metrics.queryFunction("Invocations", Stats.SUM)),
                settings.errorPercent(),
                "Invocations of the query function fail as a whole."),
            AlarmSpec.of(
                "api-faults",
                "query-faults",
                ofGateway,
                settings.errorPercent(),
                "The gateway answers with 5xx.")));
  }
}
