package io.oriontrail.infra;

import io.oriontrail.ingest.MetricsLine;
import io.oriontrail.query.RequestLog;
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
 * Alarms on how fast the error budgets of the objectives are used up (Google's SRE Workbook,
 * chapter 5). Each looks at a long window, so that it means something, and at a short one, so that
 * it ends soon after the trouble does.
 */
final class BurnRates {
  /** Below so many cases in a window one bad one says nothing. */
  static final int LEAST_CASES = 20;

  /**
   * Of thirty days' budget: 2 % within an hour, 5 % within six, 10 % within a day. CloudWatch looks
   * at a day at most, so the workbook's three days are out of reach.
   */
  private static final List<Pace> PACES =
      List.of(
          new Pace("fast", Severity.PAGE, 14.4, Duration.hours(1), Duration.minutes(5)),
          new Pace("slow", Severity.PAGE, 6, Duration.hours(6), Duration.minutes(30)),
          new Pace("steady", Severity.TICKET, 3, Duration.hours(24), Duration.hours(2)));

  private final AlarmBook book;
  private final LineMetrics metrics;

  private record Pace(
      String name, Severity severity, double times, Duration longWindow, Duration shortWindow) {}

  /**
   * What is bad of what there is.
   *
   * @param bad an expression over the metrics for the number of bad cases
   * @param all the same for all cases
   */
  private record Share(String bad, String all, Map<String, Metric> metrics) {
    MathExpression over(Duration window) {
      MetricOptions period = MetricOptions.builder().period(window).build();
      Map<String, IMetric> inWindow = new TreeMap<>();
      metrics.forEach((id, metric) -> inWindow.put(id, metric.with(period)));
      return MathExpression.Builder.create()
          .expression("IF(%s >= %d, (%s) / (%s), 0)".formatted(all, LEAST_CASES, bad, all))
          .usingMetrics(inWindow)
          .label("share of bad cases")
          .period(window)
          .build();
    }
  }

  BurnRates(AlarmBook book, LineMetrics metrics) {
    this.book = book;
    this.metrics = metrics;
  }

  void add(Objectives objectives) {
    add("freshness", objectives.freshness(), freshness());
    add("ingest", objectives.ingest(), ingest());
    add("availability", objectives.availability(), availability());
    add("latency", objectives.latency(), latency());
  }

  private void add(String objective, double percent, Share share) {
    double budget = (100 - percent) / 100;
    String name = "slo-" + objective;
    for (Pace pace : PACES) {
      String paced = name + "-" + pace.name();
      double above = Math.min(1, pace.times() * budget);
      book.allOf(
          pace.severity(),
          paced,
          name,
          "The objective '%s' (%s %%) is missed: its error budget of 30 days goes %s times too fast."
              .formatted(objective, percent, pace.times()),
          List.of(
              part(paced + "-long", name, share.over(pace.longWindow()), above),
              part(paced + "-short", name, share.over(pace.shortWindow()), above)));
    }
  }

  private static AlarmSpec part(String name, String runbook, IMetric share, double above) {
    return AlarmSpec.of(name, runbook, share, above, "A window of a burn-rate alarm.").atOnce();
  }

  private Share freshness() {
    return new Share(
        "late",
        "stored",
        Map.of(
            "late", metrics.ingest(MetricsLine.STORED_LATE, Stats.SUM),
            "stored", metrics.ingest(MetricsLine.STORED, Stats.SUM)));
  }

  private Share ingest() {
    return new Share(
        "rejected + owed",
        "received",
        Map.of(
            "rejected", metrics.ingest(MetricsLine.QUARANTINED, Stats.SUM),
            "owed", metrics.ingest(MetricsLine.OWED, Stats.SUM),
            "received", metrics.ingest(MetricsLine.RECEIVED, Stats.SUM)));
  }

  /** As callers see it, at the gateway: a function that does not even start counts, too. */
  private Share availability() {
    return new Share(
        "faults",
        "requests",
        Map.of(
            "faults", metrics.api("5xx", Stats.SUM),
            "requests", metrics.api("Count", Stats.SUM)));
  }

  private Share latency() {
    String soonEnough = "PR(:%d)".formatted(RequestLog.LATENCY_OBJECTIVE.toMillis());
    return new Share(
        "answers * (1 - soon / 100)",
        "answers",
        Map.of(
            "answers", metrics.query(RequestLog.LATENCY, Stats.SAMPLE_COUNT),
            "soon", metrics.query(RequestLog.LATENCY, soonEnough)));
  }
}
