package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveMetrics;
import io.oriontrail.ingest.MetricsLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;

/** What makes the archive fall behind or leave something out, told as one. */
final class ArchiveAlarms {
  private static final String RUNBOOK = "archive";

  /** Nobody waits for the archive; behind by so much, it does not catch up by itself. */
  private static final Duration BEHIND = Duration.ofHours(1);

  private final AlarmBook book;
  private final Archive archive;
  private final double errorPercent;

  ArchiveAlarms(AlarmBook book, Archive archive, double errorPercent) {
    this.book = book;
    this.archive = archive;
    this.errorPercent = errorPercent;
  }

  void add() {
    book.anyOf(
        Severity.TICKET,
        "archive-unhealthy",
        RUNBOOK,
        "Events do not get into the archive as they should; the table has them.",
        List.of(
            AlarmSpec.of(
                "archive-age",
                RUNBOOK,
                ofFunction("AWS/Lambda", "IteratorAge", Stats.MAXIMUM),
                (double) BEHIND.toMillis(),
                "The archive is far behind the stream."),
            AlarmSpec.of(
                "archive-errors",
                RUNBOOK,
                LineMetrics.percent(
                    ofFunction("AWS/Lambda", "Errors", Stats.SUM),
                    ofFunction("AWS/Lambda", "Invocations", Stats.SUM)),
                errorPercent,
                "Invocations of the archive function fail as a whole."),
            AlarmSpec.of(
                "archive-owed",
                RUNBOOK,
                ofFunction(MetricsLine.NAMESPACE, ArchiveMetrics.OWED, Stats.SUM),
                0,
                "The archive's bucket does not take objects; their records come again."),
            AlarmSpec.of(
                    "archive-given-up",
                    RUNBOOK,
                    LineMetrics.metric(
                        "AWS/Lambda",
                        "OnFailureDestinationDeliveredEventCount",
                        Stats.SUM,
                        Map.of("EventSourceMappingUUID", archive.feedId())),
                    0,
                    "Batches were given up and put aside: their events are not in the archive.")
                .atOnce()));
  }

  private Metric ofFunction(String namespace, String name, String statistic) {
    return LineMetrics.metric(
        namespace, name, statistic, Map.of(MetricsLine.FUNCTION, archive.functionName()));
  }
}
