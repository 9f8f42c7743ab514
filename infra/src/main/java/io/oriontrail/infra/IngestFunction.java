package io.oriontrail.infra;

import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.MetricType;
import software.amazon.awscdk.services.lambda.MetricsConfig;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.constructs.Construct;

/**
 * From the stream into the table: the ingest function, how Lambda feeds it, and where what cannot
 * be stored goes. A poison record never stops a shard: unfit events go to quarantine, batches that
 * keep failing are halved and at last put aside with their records.
 */
final class IngestFunction extends Construct {
  /** Where what is fit goes. */
  record Tables(EventTable events, RollupTable rollups) {}

  /** What the mapping gave up, which the function itself cannot count. */
  private static final MetricsConfig EVENT_COUNTS =
      MetricsConfig.builder().metrics(List.of(MetricType.EVENT_COUNT)).build();

  private final JavaFunction function;
  private final EventSourceMapping feed;
  private final SetAsideBucket quarantine;
  private final SetAsideBucket failures;

  IngestFunction(
      Construct scope,
      String id,
      Foundation foundation,
      Path jar,
      EventStream stream,
      Tables tables) {
    super(scope, id);
    StageConfig config = foundation.config();
    this.quarantine = new SetAsideBucket(this, "Quarantine", foundation);
    this.failures = new SetAsideBucket(this, "Failures", foundation);
    this.function =
        new JavaFunction(
            this,
            "Ingest",
            foundation,
            new JavaFunction.Spec(
                "Orion Trail: step events from the stream into the table",
                IngestHandler.class,
                jar,
                config.ingest().memoryMib(),
                config.ingest().timeout(),
                environment(config, tables),
                config.ingest().reservedConcurrency()));
    tables.events().grantWriting(function.role());
    tables.rollups().grantWriting(function.role());
    stream.grantReading(function.role());
    quarantine.grantPutting(function.role(), IngestConfig.QUARANTINE_PREFIX);
    this.feed = feed(config, stream);
  }

  private Map<String, String> environment(StageConfig config, Tables tables) {
    Map<String, String> environment = new TreeMap<>(payloadRules(config));
    environment.put(IngestConfig.EVENT_TABLE, tables.events().name());
    environment.put(IngestConfig.ROLLUP_TABLE, tables.rollups().name());
    environment.put(IngestConfig.RETENTION, config.table().retention().toString());
    environment.put(IngestConfig.QUARANTINE_BUCKET, quarantine.name());
    if (config.monitoring() != null && !config.monitoring().steps().isEmpty()) {
      environment.put(IngestConfig.STEP_METRICS, String.join(",", config.monitoring().steps()));
    }
    return environment;
  }

  /** What of events may be kept, for whatever keeps them. */
  static Map<String, String> payloadRules(StageConfig config) {
    Map<String, String> rules = new TreeMap<>();
    if (!config.ingest().attributes().isEmpty()) {
      rules.put(IngestConfig.ATTRIBUTES, String.join(",", config.ingest().attributes()));
    }
    if (config.ingest().redact() != null) {
      rules.put(IngestConfig.REDACT, config.ingest().redact());
    }
    return rules;
  }

  String name() {
    return function.name();
  }

  /** The id of the mapping from the stream, by which its metrics are found. */
  String feedId() {
    return feed.getEventSourceMappingId();
  }

  SetAsideBucket quarantine() {
    return quarantine;
  }

  SetAsideBucket failures() {
    return failures;
  }

  private EventSourceMapping feed(StageConfig config, EventStream stream) {
    IngestSettings settings = config.ingest();
    return EventSourceMapping.Builder.create(this, "Feed")
        .target(function.alias())
        .eventSourceArn(stream.stream().getStreamArn())
        // LATEST would miss what is emitted while the mapping is being made.
        .startingPosition(StartingPosition.TRIM_HORIZON)
        .batchSize(settings.batchSize())
        .maxBatchingWindow(CdkDuration.of(settings.batchingWindow()))
        .parallelizationFactor(settings.parallelization())
        .bisectBatchOnError(true)
        .reportBatchItemFailures(true)
        .maxRecordAge(CdkDuration.of(settings.maximumRecordAge()))
        .retryAttempts(settings.maximumAttempts())
        .onFailure(new FailureDestination(failures, function.role()))
        .supportS3OnFailureDestination(true)
        .metricsConfig(config.monitoring() == null ? null : EVENT_COUNTS)
        .build();
  }
}
