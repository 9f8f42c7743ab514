package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.ArchiveLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.MetricType;
import software.amazon.awscdk.services.lambda.MetricsConfig;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/**
 * Every event for thirteen months: a function that reads the stream beside ingest and by a mapping
 * of its own, so that neither waits for the other, its bucket, and the table by which Athena reads
 * it. What cannot be archived goes where ingest's given-up batches go.
 */
final class Archive extends Construct {
  private static final int MOST_RECORDS = 10_000;

  /** Old versions are there against accidents, and short, so that what is erased is gone. */
  private static final int OLD_VERSION_DAYS = 7;

  private static final int UPLOAD_DAYS = 1;

  private final Bucket bucket;
  private final JavaFunction function;
  private final EventSourceMapping feed;
  private final ArchiveTable table;

  /** What it reads, and where what it gives up goes. */
  record Surroundings(EventStream stream, SetAsideBucket failures) {}

  Archive(
      Construct scope,
      String id,
      Foundation foundation,
      ArchiveSettings settings,
      Path jar,
      Surroundings around) {
    super(scope, id);
    StageConfig config = foundation.config();
    this.bucket = foundation.dataBucket(this, "Events", lifecycle(settings, config.keepData()));
    this.function =
        new JavaFunction(
            this,
            "Archive",
            foundation,
            new JavaFunction.Spec(
                "Orion Trail: step events from the stream into the archive",
                ArchiveHandler.class,
                jar,
                settings.memoryMib(),
                settings.timeout(),
                environment(config),
                null));
    around.stream().grantReading(function.role());
    BucketGrants.putting(bucket, function.role(), ArchiveLayout.EVENTS);
    BucketGrants.putting(bucket, function.role(), ArchiveLayout.HEARTBEATS);
    this.feed = feed(config, settings, around);
    this.table = new ArchiveTable(this, "Athena", config.stage(), bucket.getBucketName());
  }

  String bucketName() {
    return bucket.getBucketName();
  }

  /** The name by which the function's metrics are found. */
  String functionName() {
    return function.name();
  }

  /** The id of the mapping from the stream, by which its metrics are found. */
  String feedId() {
    return feed.getEventSourceMappingId();
  }

  /** Database and table in Athena. */
  String tableName() {
    return table.name();
  }

  private Map<String, String> environment(StageConfig config) {
    Map<String, String> environment = new TreeMap<>(IngestFunction.payloadRules(config));
    environment.put(ArchiveConfig.BUCKET, bucket.getBucketName());
    return environment;
  }

  private EventSourceMapping feed(
      StageConfig config, ArchiveSettings settings, Surroundings around) {
    return EventSourceMapping.Builder.create(this, "Feed")
        .target(function.alias())
        .eventSourceArn(around.stream().stream().getStreamArn())
        .startingPosition(StartingPosition.TRIM_HORIZON)
        // As large as they may be: a batch ends when it is 6 MB or the window is over.
        .batchSize(MOST_RECORDS)
        .maxBatchingWindow(CdkDuration.of(settings.batchingWindow()))
        .parallelizationFactor(1)
        .bisectBatchOnError(true)
        .reportBatchItemFailures(true)
        // No bound on attempts: nobody waits for the archive, and age ends them in time.
        .maxRecordAge(CdkDuration.of(settings.maximumRecordAge()))
        .onFailure(new FailureDestination(around.failures(), function.role()))
        .supportS3OnFailureDestination(true)
        .metricsConfig(eventCounts(config))
        .build();
  }

  private static @Nullable MetricsConfig eventCounts(StageConfig config) {
    return config.monitoring() == null
        ? null
        : MetricsConfig.builder().metrics(List.of(MetricType.EVENT_COUNT)).build();
  }

  private static List<LifecycleRule> lifecycle(ArchiveSettings settings, boolean versioned) {
    List<Transition> tiers = new ArrayList<>();
    Integer infrequent = settings.infrequentAccessDays();
    if (infrequent != null) {
      tiers.add(transition(StorageClass.INFREQUENT_ACCESS, infrequent));
    }
    tiers.add(transition(StorageClass.GLACIER_INSTANT_RETRIEVAL, settings.glacierDays()));
    List<LifecycleRule> rules = new ArrayList<>();
    rules.add(
        LifecycleRule.builder()
            .transitions(tiers)
            .expiration(Duration.days(settings.expireDays()))
            .noncurrentVersionExpiration(versioned ? Duration.days(OLD_VERSION_DAYS) : null)
            .abortIncompleteMultipartUploadAfter(Duration.days(UPLOAD_DAYS))
            .build());
    if (versioned) {
      rules.add(LifecycleRule.builder().expiredObjectDeleteMarker(true).build());
    }
    return rules;
  }

  private static Transition transition(StorageClass tier, int days) {
    return Transition.builder().storageClass(tier).transitionAfter(Duration.days(days)).build();
  }
}
