package io.oriontrail.infra;

import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/**
 * Puts the dashboard's files into their bucket at each deployment. The work is done by a function
 * of CDK's own, whose usual role may read every asset of the account and invalidate every
 * distribution in it; here it gets a role that may read this one asset, write this one bucket and
 * invalidate this one distribution.
 */
final class SiteUpload extends Construct {

  SiteUpload(
      Construct scope,
      String id,
      Foundation foundation,
      Path site,
      Bucket bucket,
      Distribution distribution) {
    super(scope, id);
    LogGroup logs = foundation.logGroup(this, "Logs");
    Asset files = Asset.Builder.create(this, "Files").path(site.toString()).build();
    Role role = role(logs, files, bucket, distribution);
    BucketDeployment upload =
        BucketDeployment.Builder.create(this, "Deployment")
            .sources(List.of(Source.bucket(files.getBucket(), files.getS3ObjectKey())))
            .destinationBucket(bucket)
            .distribution(distribution)
            .distributionPaths(List.of("/*"))
            .memoryLimit(256)
            .logGroup(logs)
            .role(role.withoutPolicyUpdates())
            .build();
    upload.getNode().addDependency(role);
    Stack.of(this).getNode().getChildren().stream()
        .filter(child -> child.getNode().getId().startsWith("Custom::CDKBucketDeployment"))
        .forEach(
            function ->
                Suppression.of(
                    function,
                    "AwsSolutions-L1",
                    "The function and its runtime are CDK's own and move with the CDK's version; it"
                        + " runs during deployments only."));
  }

  private Role role(LogGroup logs, Asset files, Bucket bucket, Distribution distribution) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Uploads the dashboard's files during deployments")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    logs.grantWrite(role);
    allow(role, List.of("s3:GetObject"), files.getBucket().arnForObjects(files.getS3ObjectKey()));
    allow(role, List.of("s3:ListBucket"), bucket.getBucketArn());
    allow(role, List.of("s3:PutObject", "s3:DeleteObject"), bucket.arnForObjects("*"));
    allow(
        role,
        List.of("cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"),
        distribution.getDistributionArn());
    Suppression.of(
        role,
        "AwsSolutions-IAM5",
        "The names of the dashboard's files change with their contents; the statement allows putting"
            + " and deleting in the one bucket that holds nothing else.",
        List.of("Resource::<" + Foundation.logicalId(bucket) + ".Arn>/*"));
    return role;
  }

  private static void allow(Role role, List<String> actions, String resource) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .effect(Effect.ALLOW)
            .actions(actions)
            .resources(List.of(resource))
            .build());
  }
}
