package io.oriontrail.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.Bucket;

/** What functions may do with buckets. */
final class BucketGrants {
  private BucketGrants() {}

  /** Lets the role add objects under the prefix: neither read, nor list, nor delete. */
  static void putting(Bucket bucket, Role role, String prefix) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .effect(Effect.ALLOW)
            .actions(List.of("s3:PutObject"))
            .resources(List.of(bucket.arnForObjects(prefix + "*")))
            .build());
    if (bucket.getEncryptionKey() != null) {
      role.addToPolicy(
          PolicyStatement.Builder.create()
              .effect(Effect.ALLOW)
              .actions(List.of("kms:GenerateDataKey"))
              .resources(List.of(bucket.getEncryptionKey().getKeyArn()))
              .build());
    }
    Suppression.of(
        role,
        "AwsSolutions-IAM5",
        "Object keys hold dates and sequence numbers that are known only when they are written; the"
            + " statement allows putting under one prefix of one bucket.",
        List.of("Resource::<" + Foundation.logicalId(bucket) + ".Arn>/" + prefix + "*"));
  }
}
