package io.oriontrail.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.CacheControl;
import software.amazon.awscdk.services.s3.deployment.ISource;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/**
 * Puts the dashboard's files into their bucket at each deployment. The work is done by a function
 * of CDK's own, whose usual role may read every asset of the account and invalidate every
 * distribution in it; here it gets a role that may read these two assets, write this one bucket and
 * invalidate this one distribution.
 */
final class SiteUpload extends Construct {
  /**
   * What has its contents' hash in its name, so that it never changes; all else is asked for anew.
   */
  private static final String HASHED = "assets/*";

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
    Asset config = configFile(foundation.config().dashboard());
    Role role = role(logs, List.of(files, config), bucket, distribution);
    BucketDeployment assets =
        upload("Assets", logs, role, bucket)
            .sources(List.of(source(files)))
            .exclude(List.of("*"))
            .include(List.of(HASHED))
            .cacheControl(List.of(CacheControl.fromString("public, max-age=31536000, immutable")))
            // A page that is open since before still asks for the assets that it knows.
            .prune(false)
            .build();
    BucketDeployment pages =
        upload("Pages", logs, role, bucket)
            // The later one's files take the place of the earlier one's.
            .sources(List.of(source(files), source(config)))
            .exclude(List.of(HASHED))
            .cacheControl(List.of(CacheControl.noCache()))
            .distribution(distribution)
            .distributionPaths(List.of("/*"))
            .build();
    assets.getNode().addDependency(role);
    // The page names assets, which have to be there before it.
    pages.getNode().addDependency(assets);
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

  private BucketDeployment.Builder upload(String id, LogGroup logs, Role role, Bucket bucket) {
    return BucketDeployment.Builder.create(this, id)
        .destinationBucket(bucket)
        .memoryLimit(256)
        .logGroup(logs)
        .role(role.withoutPolicyUpdates());
  }

  private static ISource source(Asset asset) {
    return Source.bucket(asset.getBucket(), asset.getS3ObjectKey());
  }

  /** The build's own {@code config.json} is empty; this is the stage's. */
  private Asset configFile(DashboardSettings settings) {
    try {
      Path folder = Files.createTempDirectory("orion-trail-site");
      Path file = Files.writeString(folder.resolve("config.json"), settings.toJson());
      // Copied at once into the folder of what is synthesized.
      Asset asset = Asset.Builder.create(this, "Config").path(folder.toString()).build();
      Files.delete(file);
      Files.delete(folder);
      return asset;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the dashboard's config.json", e);
    }
  }

  private Role role(LogGroup logs, List<Asset> sources, Bucket bucket, Distribution distribution) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Uploads the dashboard's files during deployments")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    logs.grantWrite(role);
    for (Asset source : sources) {
      Grant.allow(
          role, List.of("s3:GetObject"), source.getBucket().arnForObjects(source.getS3ObjectKey()));
    }
    Grant.allow(role, List.of("s3:ListBucket"), bucket.getBucketArn());
    Grant.allow(role, List.of("s3:PutObject", "s3:DeleteObject"), bucket.arnForObjects("*"));
    Grant.allow(
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
}
