package io.oriontrail.infra;

import io.oriontrail.query.QueryConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The dashboard's files in a private bucket behind CloudFront, and the API below the same address,
 * so that the browser needs no CORS and talks to nobody else.
 */
final class DashboardSite extends Construct {
  private final Bucket files;
  private final Distribution distribution;

  /** The API and what CloudFront shows it; empty where it asks for nothing. */
  record Api(QueryApi api, Optional<OriginSecrets> origin) {}

  DashboardSite(Construct scope, String id, Foundation foundation, Path site, Api api) {
    super(scope, id);
    this.files = foundation.siteBucket(this, "Site");
    SecurityHeaders headers =
        new SecurityHeaders(this, "Headers", foundation.config().dashboard().origins());
    this.distribution =
        Distribution.Builder.create(this, "Distribution")
            .comment("Orion Trail " + foundation.config().stage())
            .defaultRootObject("index.html")
            .httpVersion(HttpVersion.HTTP2_AND_3)
            // North America and Europe: the cheapest class; a dashboard bears the longer way.
            .priceClass(PriceClass.PRICE_CLASS_100)
            .defaultBehavior(siteBehavior(headers))
            .additionalBehaviors(Map.of("/v1/*", apiBehavior(api, headers)))
            .build();
    new SiteUpload(this, "Upload", foundation, site, files, distribution);
    acceptFindings();
  }

  Bucket files() {
    return files;
  }

  Distribution distribution() {
    return distribution;
  }

  private BehaviorOptions siteBehavior(SecurityHeaders headers) {
    return BehaviorOptions.builder()
        .origin(S3BucketOrigin.withOriginAccessControl(files))
        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
        .allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
        .cachePolicy(CachePolicy.CACHING_OPTIMIZED)
        .responseHeadersPolicy(headers.policy())
        .compress(true)
        .build();
  }

  /** Nothing of the API is cached at the edge: an answer belongs to the caller who may see it. */
  private static BehaviorOptions apiBehavior(Api api, SecurityHeaders headers) {
    return BehaviorOptions.builder()
        .origin(
            HttpOrigin.Builder.create(api.api().hostName())
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                // CloudFront puts these over whatever its caller sent under the same names.
                .customHeaders(
                    api.origin()
                        .map(secrets -> Map.of(QueryConfig.ORIGIN_HEADER, secrets.shown()))
                        .orElse(Map.of()))
                .build())
        // Not a redirect: a token sent in the clear is lost already, so it must never work.
        .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
        .allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
        .cachePolicy(CachePolicy.CACHING_DISABLED)
        // With caching off this also passes Authorization on; Host has to be the API's own.
        .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
        .responseHeadersPolicy(headers.policy())
        .compress(true)
        .build();
  }

  private void acceptFindings() {
    Suppression.of(
        distribution,
        "AwsSolutions-CFR1",
        "Who may see a timeline is decided by sign-in and scope, not by country.");
    Suppression.of(
        distribution,
        "AwsSolutions-CFR2",
        "The site is static files and the API behind it takes signed-in GETs only, throttled; a"
            + " firewall costs more than the whole sandbox and is a choice of the stage's owner.");
    Suppression.of(
        distribution,
        "AwsSolutions-CFR3",
        "The API writes an access log without paths; CloudFront's would put account and execution"
            + " ids into one more place that nobody audits.");
    Suppression.of(
        distribution,
        "AwsSolutions-CFR4",
        "With CloudFront's own domain and certificate the minimum TLS version cannot be set;"
            + " browsers negotiate 1.2 or 1.3, and HSTS forbids plain HTTP.");
  }
}
