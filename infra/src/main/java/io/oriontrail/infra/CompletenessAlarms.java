package io.oriontrail.infra;

import io.oriontrail.query.CompletenessLog;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;

/**
 * Alarms on events that emitters numbered and that are not in the table. There is one figure an
 * hour, so the two windows of {@link BurnRates} are out of reach: an hour's loss pages when it
 * alone takes 2 % of thirty days' budget, a day's is a ticket when it is above what was promised.
 */
final class CompletenessAlarms {
  private static final String RUNBOOK = "completeness";

  /** An hour of this pace is 2 % of the budget. */
  private static final double FAST = 14.4;

  private final AlarmBook book;
  private final LineMetrics metrics;

  CompletenessAlarms(AlarmBook book, LineMetrics metrics) {
    this.book = book;
    this.metrics = metrics;
  }

  void add(double objective) {
    double budget = 100 - objective;
    book.alarm(
        Severity.PAGE,
        AlarmSpec.of(
                "completeness-fast",
                RUNBOOK,
                missingPercent(Duration.hours(1)),
                Math.min(100, FAST * budget),
                "Events that emitters numbered within an hour are not in the table.")
            .atOnce());
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
                "completeness",
                RUNBOOK,
                missingPercent(Duration.hours(24)),
                budget,
                "Of a day's events more are missing than the objective of %s %% allows."
                    .formatted(objective))
            .atOnce());
  }

  /** 0 where too few were numbered for one to say anything. */
  private MathExpression missingPercent(Duration window) {
    MetricOptions period = MetricOptions.builder().period(window).build();
    Map<String, IMetric> sums = new TreeMap<>();
    sums.put("missing", metrics.query(CompletenessLog.MISSING, Stats.SUM).with(period));
    sums.put("numbered", metrics.query(CompletenessLog.NUMBERED, Stats.SUM).with(period));
    return MathExpression.Builder.create()
        .expression(
            "IF(numbered >= %d, 100 * missing / numbered, 0)".formatted(BurnRates.LEAST_CASES))
        .usingMetrics(sums)
        .label("missing, %")
        .period(window)
        .build();
  }
}
