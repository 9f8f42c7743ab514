package io.oriontrail.infra;

import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.constructs.Construct;

/**
 * From the stream into the table: the ingest function, how Lambda feeds it, and where what cannot
 * be stored goes. A poison record never stops a shard: unfit events go to quarantine, batches that
 * keep failing are halved and at last put aside with their records.
 */
final class IngestFunction extends Construct {
  private final SetAsideBucket quarantine;
  private final SetAsideBucket failures;

  IngestFunction(
      Construct scope,
      String id,
      Foundation foundation,
      Path jar,
      EventStream stream,
      EventTable table) {
    super(scope, id);
    StageConfig config = foundation.config();
    this.quarantine = new SetAsideBucket(this, "Quarantine", foundation);
    this.failures = new SetAsideBucket(this, "Failures", foundation);
    JavaFunction function =
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
                Map.of(
                    IngestConfig.EVENT_TABLE, table.name(),
                    IngestConfig.RETENTION, config.table().retention().toString(),
                    IngestConfig.QUARANTINE_BUCKET, quarantine.name()),
                config.ingest().reservedConcurrency()));
    table.grantWriting(function.role());
    stream.grantReading(function.role());
    quarantine.grantPutting(function.role(), IngestConfig.QUARANTINE_PREFIX);
    feed(function, config.ingest(), stream);
  }

  SetAsideBucket quarantine() {
    return quarantine;
  }

  SetAsideBucket failures() {
    return failures;
  }

  private void feed(JavaFunction function, IngestSettings settings, EventStream stream) {
    EventSourceMapping.Builder.create(this, "Feed")
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
        .build();
  }
}
