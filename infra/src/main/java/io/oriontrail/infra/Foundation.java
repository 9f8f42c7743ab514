package io.oriontrail.infra;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * What all constructs of a stage stand on: its configuration, its key if it has one, and log groups
 * and buckets that are made alike. Every bucket is private, encrypted, reached by TLS only and
 * leaves a trace of each access.
 */
final class Foundation extends Construct {
  private final StageConfig config;
  private final Optional<IKey> key;
  private final Bucket accessLogs;

  Foundation(Construct scope, String id, StageConfig config) {
    super(scope, id);
    this.config = config;
    this.key = config.customerKey() ? Optional.of(customerKey()) : Optional.empty();
    this.accessLogs = accessLogs();
  }

  StageConfig config() {
    return config;
  }

  /** The key for what holds events; empty where AWS holds the keys. */
  Optional<IKey> key() {
    return key;
  }

  /** What becomes of data when the stack is deleted. */
  RemovalPolicy removalPolicy() {
    return config.keepData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  LogGroup logGroup(Construct scope, String id) {
    return LogGroup.Builder.create(scope, id)
        .retention(LogRetention.of(config.logRetentionDays()))
        .encryptionKey(key.orElse(null))
        .removalPolicy(removalPolicy())
        .build();
  }

  /** A bucket for data that only AWS-signed requests reach. */
  Bucket dataBucket(Construct scope, String id, List<LifecycleRule> lifecycle) {
    return dataBucket(scope, id).versioned(config.keepData()).lifecycleRules(lifecycle).build();
  }

  /** The same, of which nothing can be taken back before its time. */
  Bucket lockedBucket(
      Construct scope, String id, ObjectLockRetention retention, List<LifecycleRule> lifecycle) {
    return dataBucket(scope, id)
        .versioned(true)
        .objectLockEnabled(true)
        .objectLockDefaultRetention(retention)
        .lifecycleRules(lifecycle)
        .build();
  }

  private Bucket.Builder dataBucket(Construct scope, String id) {
    return bucket(scope, id)
        .encryption(key.isPresent() ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED)
        .encryptionKey(key.orElse(null))
        .bucketKeyEnabled(key.isPresent() ? true : null);
  }

  /** A bucket for files that are public anyway, so a key of our own would protect nothing. */
  Bucket siteBucket(Construct scope, String id) {
    return bucket(scope, id).encryption(BucketEncryption.S3_MANAGED).build();
  }

  /** The bucket's name within the template, for findings that name it. */
  static String logicalId(Bucket bucket) {
    Object resource = Objects.requireNonNull(bucket.getNode().getDefaultChild());
    return bucket.getStack().getLogicalId((CfnBucket) resource);
  }

  private Bucket.Builder bucket(Construct scope, String id) {
    return privateBucket(scope, id)
        .removalPolicy(removalPolicy())
        .serverAccessLogsBucket(accessLogs)
        .serverAccessLogsPrefix(id.toLowerCase(Locale.ROOT) + "/");
  }

  private static Bucket.Builder privateBucket(Construct scope, String id) {
    return Bucket.Builder.create(scope, id)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2);
  }

  private Bucket accessLogs() {
    return privateBucket(this, "AccessLogs")
        // S3 delivers its logs only to buckets without a key of our own.
        .encryption(BucketEncryption.S3_MANAGED)
        .removalPolicy(removalPolicy())
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .expiration(Duration.days(config.logRetentionDays()))
                    .abortIncompleteMultipartUploadAfter(Duration.days(1))
                    .build()))
        .build();
  }

  /** CloudWatch Logs uses the key by itself, for the log groups of this account and region. */
  private PolicyStatement useByLogs() {
    Stack stack = Stack.of(this);
    String logGroups =
        "arn:%s:logs:%s:%s:log-group:*"
            .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount());
    return PolicyStatement.Builder.create()
        .effect(Effect.ALLOW)
        .principals(List.of(new ServicePrincipal("logs." + stack.getRegion() + ".amazonaws.com")))
        .actions(
            List.of(
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo"))
        // In a key's own policy this is the key.
        .resources(List.of("*"))
        .conditions(Map.of("ArnLike", Map.of("kms:EncryptionContext:aws:logs:arn", logGroups)))
        .build();
  }

  private Key customerKey() {
    Key created =
        Key.Builder.create(this, "Key")
            .description("Orion Trail " + config.stage() + ": stream, table, set-aside data, logs")
            .enableKeyRotation(true)
            .removalPolicy(removalPolicy())
            .build();
    created.addToResourcePolicy(useByLogs());
    return created;
  }
}
