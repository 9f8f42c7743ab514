package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.AuditArchiveHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.constructs.Construct;

/**
 * Who looked at what, written once: a function copies each change of the audit table to a bucket
 * whose objects S3 lets nobody delete or replace until their time is over.
 */
final class AuditArchive extends Construct {
  private static final int MEMORY_MIB = 512;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** An hour before DynamoDB forgets the change. */
  private static final Duration MAXIMUM_AGE = Duration.ofHours(23);

  private final Bucket bucket;
  private final JavaFunction function;

  AuditArchive(
      Construct scope,
      String id,
      Foundation foundation,
      AuditSettings settings,
      Path jar,
      AuditTable table,
      SetAsideBucket failures) {
    super(scope, id);
    this.bucket =
        foundation.lockedBucket(
            this, "Records", retention(settings), List.of(afterwards(settings)));
    this.function =
        new JavaFunction(
            this,
            "AuditArchive",
            foundation,
            new JavaFunction.Spec(
                "Orion Trail: the audit's changes, written once",
                AuditArchiveHandler.class,
                jar,
                MEMORY_MIB,
                TIMEOUT,
                Map.of(ArchiveConfig.BUCKET, bucket.getBucketName()),
                null));
    table.grantReadingChanges(function.role());
    BucketGrants.putting(bucket, function.role(), AuditArchiveHandler.PREFIX);
    EventSourceMapping.Builder.create(this, "Feed")
        .target(function.alias())
        .eventSourceArn(table.changesArn())
        .startingPosition(StartingPosition.TRIM_HORIZON)
        .batchSize(1_000)
        .maxBatchingWindow(CdkDuration.of(WINDOW))
        .bisectBatchOnError(true)
        .maxRecordAge(CdkDuration.of(MAXIMUM_AGE))
        .onFailure(new FailureDestination(failures, function.role()))
        .supportS3OnFailureDestination(true)
        .build();
  }

  String bucketName() {
    return bucket.getBucketName();
  }

  /** The name by which the function's metrics are found. */
  String functionName() {
    return function.name();
  }

  private static ObjectLockRetention retention(AuditSettings settings) {
    software.amazon.awscdk.Duration days =
        software.amazon.awscdk.Duration.days(settings.lockDays());
    return switch (settings.mode()) {
      case GOVERNANCE -> ObjectLockRetention.governance(days);
      case COMPLIANCE -> ObjectLockRetention.compliance(days);
    };
  }

  /** When the lock is over. */
  private static LifecycleRule afterwards(AuditSettings settings) {
    return LifecycleRule.builder()
        .expiration(software.amazon.awscdk.Duration.days(settings.lockDays() + 1))
        .noncurrentVersionExpiration(software.amazon.awscdk.Duration.days(1))
        .abortIncompleteMultipartUploadAfter(software.amazon.awscdk.Duration.days(1))
        .build();
  }
}
