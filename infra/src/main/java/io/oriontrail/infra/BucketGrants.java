package io.oriontrail.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.Bucket;

/** What functions may do with buckets. */
final class BucketGrants {
  private BucketGrants() {}

  /** Lets the role add objects under the prefix: neither read, nor list, nor delete. */
  static void putting(Bucket bucket, Role role, String prefix) {
    Grant.allow(role, List.of("s3:PutObject"), bucket.arnForObjects(prefix + "*"));
    if (bucket.getEncryptionKey() != null) {
      Grant.allow(role, List.of("kms:GenerateDataKey"), bucket.getEncryptionKey().getKeyArn());
    }
    Suppression.of(
        role,
        "AwsSolutions-IAM5",
        "Object keys hold dates and sequence numbers that are known only when they are written; the"
            + " statement allows putting under one prefix of one bucket.",
        List.of("Resource::<" + Foundation.logicalId(bucket) + ".Arn>/" + prefix + "*"));
  }
}
