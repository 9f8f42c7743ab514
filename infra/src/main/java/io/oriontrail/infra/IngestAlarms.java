package io.oriontrail.infra;

import io.oriontrail.ingest.MetricsLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Stats;

/** The alarms from the stream into the table. */
final class IngestAlarms {
  /** Of what a stream takes: above it a reshard is due, which takes its time. */
  private static final int STREAM_PERCENT = 60;

  /** Of a time limit. */
  private static final double NEAR = 0.8;

  private final AlarmBook book;
  private final LineMetrics metrics;
  private final StageConfig config;
  private final MonitoringSettings settings;

  IngestAlarms(
      AlarmBook book, LineMetrics metrics, StageConfig config, MonitoringSettings settings) {
    this.book = book;
    this.metrics = metrics;
    this.config = config;
    this.settings = settings;
  }

  void add(SetAsideBucket quarantine, SetAsideBucket failures) {
    unhealthy();
    behind();
    setAside(quarantine, failures);
    stream();
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "ingest-duration",
            "ingest-duration",
            metrics.ingestFunction("Duration", Stats.p(99)),
            NEAR * config.ingest().timeout().toMillis(),
            "Batches take nearly as long as ingest's time limit allows."));
    Duration silence = settings.silence();
    if (silence != null) {
      int minutes = (int) silence.toMinutes();
      book.silence(
          Severity.PAGE,
          new AlarmSpec(
              "silence",
              "No record came for %d min: nobody emits, or nobody reads.".formatted(minutes),
              "silence",
              metrics.ingest(MetricsLine.RECORDS, Stats.SUM),
              1,
              minutes,
              minutes));
    }
    settings.steps().forEach(this::step);
  }

  /** What makes ingest fail its work now, told as one. */
  private void unhealthy() {
    book.anyOf(
        Severity.PAGE,
        "ingest-unhealthy",
        "ingest-unhealthy",
        "Events do not get into the table as they should.",
        List.of(
            AlarmSpec.of(
                "iterator-age",
                "iterator-age",
                metrics.ingestFunction("IteratorAge", Stats.MAXIMUM),
                (double) settings.iteratorAge().toMillis(),
                "Ingest is far behind the stream."),
            AlarmSpec.of(
                "ingest-errors",
                "ingest-errors",
                LineMetrics.percent(
                    metrics.ingestFunction("Errors", Stats.SUM),
                    metrics.ingestFunction("Invocations", Stats.SUM)),
                settings.errorPercent(),
                "Invocations of ingest fail as a whole."),
            AlarmSpec.of(
                "ingest-throttles",
                "ingest-throttles",
                metrics.ingestFunction("Throttles", Stats.SUM),
                0,
                "Lambda refuses to run ingest."),
            AlarmSpec.of(
                "quarantine-rate",
                "quarantine",
                LineMetrics.percent(
                    metrics.ingest(MetricsLine.REJECTED, Stats.SUM),
                    metrics.ingest(MetricsLine.RECEIVED, Stats.SUM)),
                settings.quarantinePercent(),
                "So many events are unfit that a producer must be broken.")));
  }

  private void behind() {
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "iterator-age-warning",
            "iterator-age",
            metrics.ingestFunction("IteratorAge", Stats.MAXIMUM),
            (double) settings.iteratorAgeWarning().toMillis(),
            "Ingest is behind the stream."));
    book.alarm(
        Severity.PAGE,
        AlarmSpec.of(
            "data-at-risk",
            "data-at-risk",
            metrics.stream("GetRecords.IteratorAgeMilliseconds", Stats.MAXIMUM),
            config.stream().retention().toMillis() / 2.0,
            "Records have waited for half of the time after which the stream forgets them."));
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "freshness",
            "freshness",
            // Of the batches, each of which says its own: one late batch in ten is no trend.
            metrics.ingest(MetricsLine.FRESHNESS_P99, Stats.p(90)),
            (double) settings.freshnessP99().toMillis(),
            "Events take long from their emitter into the table."));
  }

  private void setAside(SetAsideBucket quarantine, SetAsideBucket failures) {
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
                "quarantine",
                "quarantine",
                metrics.ingest(MetricsLine.QUARANTINED, Stats.SUM),
                0,
                "Unfit events went to quarantine.")
            .atOnce());
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
                "quarantine-depth",
                "quarantine",
                LineMetrics.objects(quarantine),
                0,
                "Unfit events lie in quarantine and nobody has seen to them.")
            .atOnce());
    book.alarm(
        Severity.PAGE,
        AlarmSpec.of(
                "batches-given-up",
                "failure-destination",
                metrics.feed("OnFailureDestinationDeliveredEventCount"),
                0,
                "Batches were given up and put aside: their events are not in the table.")
            .atOnce());
    book.alarm(
        Severity.PAGE,
        AlarmSpec.of(
                "events-dropped",
                "events-dropped",
                metrics.feed("DroppedEventCount"),
                0,
                "Records were given up and could not be put aside either: events are lost.")
            .atOnce());
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
                "failure-depth",
                "failure-destination",
                LineMetrics.objects(failures),
                0,
                "Batches that were given up still lie aside.")
            .atOnce());
  }

  private void stream() {
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "stream-throttles",
            "stream-throttles",
            metrics.stream("WriteProvisionedThroughputExceeded", Stats.SUM),
            0,
            "The stream refuses records; emitters hold them and try again."));
    book.alarm(
        Severity.TICKET,
        AlarmSpec.of(
            "table-throttles",
            "table-throttles",
            metrics.tables("WriteThrottleEvents"),
            0,
            "DynamoDB throttles writes to the tables."));
    Integer shards = config.stream().shards();
    if (shards != null) {
      book.alarm(
          Severity.TICKET,
          AlarmSpec.of(
              "stream-capacity",
              "stream-throttles",
              filling(shards),
              STREAM_PERCENT,
              "The stream takes more than %d %% of what its shards can."
                  .formatted(STREAM_PERCENT)));
    }
  }

  /** A shard takes 1 MB or 1,000 records a second, whichever comes first. */
  private MathExpression filling(int shards) {
    Map<String, IMetric> both =
        Map.of(
            "bytes", metrics.stream("IncomingBytes", Stats.SUM),
            "records", metrics.stream("IncomingRecords", Stats.SUM));
    return LineMetrics.math(
        "100 * IF(bytes / 1000 > records, bytes / 1000, records) / %d".formatted(shards * 60_000),
        both);
  }

  private void step(String step) {
    book.unusual(
        Severity.TICKET,
        "step-failures-" + step,
        "step-failures",
        "Runs of step %s fail more often than is usual for it.".formatted(step),
        new AnomalyQueries(
            MetricsLine.NAMESPACE,
            MetricsLine.RUNS_FAILED,
            MetricsLine.RUNS_ENDED,
            metrics.dimensionsOfStep(step)));
  }
}
