package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveMetrics;
import io.oriontrail.ingest.MetricsLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;

/** What makes an archive fall behind or leave something out, of each told as one. */
final class ArchiveAlarms {
  private static final String RUNBOOK = "archive";

  /** Nobody waits for the archive; behind by so much, it does not catch up by itself. */
  private static final Duration BEHIND = Duration.ofHours(1);

  private final AlarmBook book;
  private final double errorPercent;

  ArchiveAlarms(AlarmBook book, double errorPercent) {
    this.book = book;
    this.errorPercent = errorPercent;
  }

  void add(Archive archive) {
    String function = archive.functionName();
    book.anyOf(
        Severity.TICKET,
        AlarmBill.ARCHIVE,
        RUNBOOK,
        "Events do not get into the archive as they should; the table has them.",
        List.of(
            age("archive-age", function, "The archive is far behind the stream."),
            errors(
                "archive-errors", function, "Invocations of the archive function fail as a whole."),
            AlarmSpec.of(
                "archive-owed",
                RUNBOOK,
                ofFunction(function, MetricsLine.NAMESPACE, ArchiveMetrics.OWED, Stats.SUM),
                0,
                "The archive's bucket does not take objects; their records come again."),
            AlarmSpec.of(
                    "archive-given-up",
                    RUNBOOK,
                    givenUp(archive.feedId()),
                    0,
                    "Batches were given up: their events are not in the archive.")
                .atOnce()));
  }

  void add(AuditArchive audit) {
    String function = audit.functionName();
    book.anyOf(
        Severity.TICKET,
        AlarmBill.AUDIT,
        RUNBOOK,
        "Who looked at what is not copied to where nobody can take it back; the table has it.",
        List.of(
            age("audit-archive-age", function, "The copy of the audit is far behind its table."),
            errors("audit-archive-errors", function, "The audit's changes cannot be copied.")));
  }

  private static AlarmSpec age(String name, String function, String meaning) {
    return AlarmSpec.of(
        name,
        RUNBOOK,
        ofFunction(function, "AWS/Lambda", "IteratorAge", Stats.MAXIMUM),
        (double) BEHIND.toMillis(),
        meaning);
  }

  private AlarmSpec errors(String name, String function, String meaning) {
    return AlarmSpec.of(
        name,
        RUNBOOK,
        LineMetrics.percent(
            ofFunction(function, "AWS/Lambda", "Errors", Stats.SUM),
            ofFunction(function, "AWS/Lambda", "Invocations", Stats.SUM)),
        errorPercent,
        meaning);
  }

  /** Records put aside, and those that could not be put aside either. */
  private static MathExpression givenUp(String feed) {
    return LineMetrics.math(
        "FILL(aside, 0) + FILL(lost, 0)",
        Map.of(
            "aside", ofFeed(feed, "OnFailureDestinationDeliveredEventCount"),
            "lost", ofFeed(feed, "DroppedEventCount")));
  }

  private static Metric ofFeed(String feed, String name) {
    return LineMetrics.metric(
        "AWS/Lambda", name, Stats.SUM, Map.of("EventSourceMappingUUID", feed));
  }

  private static Metric ofFunction(
      String function, String namespace, String name, String statistic) {
    return LineMetrics.metric(namespace, name, statistic, Map.of(MetricsLine.FUNCTION, function));
  }
}
