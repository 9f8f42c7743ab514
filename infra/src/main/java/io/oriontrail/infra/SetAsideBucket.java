package io.oriontrail.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** Where data waits for a person: unfit events (quarantine) or batches that Lambda gave up on. */
final class SetAsideBucket extends Construct {
  private final Bucket bucket;

  SetAsideBucket(Construct scope, String id, Foundation foundation) {
    super(scope, id);
    Duration kept = Duration.days(foundation.config().setAsideDays());
    this.bucket =
        foundation.dataBucket(
            this,
            id,
            List.of(
                LifecycleRule.builder()
                    .expiration(kept)
                    .noncurrentVersionExpiration(foundation.config().keepData() ? kept : null)
                    .abortIncompleteMultipartUploadAfter(Duration.days(1))
                    .build()));
  }

  Bucket bucket() {
    return bucket;
  }

  String name() {
    return bucket.getBucketName();
  }

  /** Lets the role add objects under the prefix: neither read, nor list, nor delete. */
  void grantPutting(Role role, String prefix) {
    BucketGrants.putting(bucket, role, prefix);
  }
}
