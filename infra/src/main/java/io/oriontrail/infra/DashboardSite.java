package io.oriontrail.infra;

import io.oriontrail.query.QueryConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.interfaces.certificatemanager.ICertificateRef;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.targets.CloudFrontTarget;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The dashboard's files in a private bucket behind CloudFront, and the API below the same address,
 * so that the browser needs no CORS and talks to nobody else.
 */
final class DashboardSite extends Construct {
  private final Bucket files;
  private final Distribution distribution;
  private final EdgeSettings settings;

  /** The API and what CloudFront shows it; empty where it asks for nothing. */
  record Api(QueryApi api, Optional<OriginSecrets> origin) {}

  /**
   * The site.
   *
   * @param edge where its certificate and firewall are; empty where it needs none
   */
  DashboardSite(
      Construct scope,
      String id,
      Foundation foundation,
      Path site,
      Api api,
      Optional<EdgeStack> edge) {
    super(scope, id);
    this.settings = foundation.config().edge();
    this.files = foundation.siteBucket(this, "Site");
    SecurityHeaders headers =
        new SecurityHeaders(this, "Headers", foundation.config().dashboard().origins());
    Distribution.Builder builder =
        Distribution.Builder.create(this, "Distribution")
            .comment("Orion Trail " + foundation.config().stage())
            .defaultRootObject("index.html")
            .httpVersion(HttpVersion.HTTP2_AND_3)
            // North America and Europe: the cheapest class; a dashboard bears the longer way.
            .priceClass(PriceClass.PRICE_CLASS_100)
            .defaultBehavior(siteBehavior(headers))
            .additionalBehaviors(Map.of("/v1/*", apiBehavior(api, headers)));
    String domain = settings.domain();
    if (domain != null) {
      builder
          .domainNames(List.of(domain))
          .certificate(certificate(edge))
          .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021);
    }
    edge.map(EdgeStack::firewallArn).ifPresent(builder::webAclId);
    this.distribution = builder.build();
    if (domain != null && settings.hostedZone() != null) {
      leadHere(settings.hostedZone(), domain);
    }
    new SiteUpload(this, "Upload", foundation, site, files, distribution);
    acceptFindings();
  }

  Bucket files() {
    return files;
  }

  Distribution distribution() {
    return distribution;
  }

  /** Where people find it, with a slash at the end. */
  String address() {
    String domain = settings.domain();
    return "https://%s/".formatted(domain == null ? distribution.getDomainName() : domain);
  }

  private ICertificateRef certificate(Optional<EdgeStack> edge) {
    String named = settings.certificate();
    return named == null
        ? Objects.requireNonNull(edge.orElseThrow().certificate(), "made where none is named")
        : Certificate.fromCertificateArn(this, "Certificate", named);
  }

  /** The name, in the zone, for both kinds of address. */
  private void leadHere(String zone, String domain) {
    for (String type : List.of("A", "AAAA")) {
      CfnRecordSet.Builder.create(this, "Name" + type)
          .hostedZoneId(zone)
          .name(domain)
          .type(type)
          .aliasTarget(
              CfnRecordSet.AliasTargetProperty.builder()
                  .dnsName(distribution.getDomainName())
                  .hostedZoneId(CloudFrontTarget.CLOUDFRONT_ZONE_ID)
                  .build())
          .build();
    }
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
    if (!settings.firewall()) {
      Suppression.of(
          distribution,
          "AwsSolutions-CFR2",
          "The site is static files and the API behind it takes signed-in GETs only, throttled; a"
              + " firewall costs a third of a sandbox more and is a choice of the stage's owner:"
              + " edge.firewall.");
    }
    Suppression.of(
        distribution,
        "AwsSolutions-CFR3",
        "The API writes an access log without paths; CloudFront's would put account and execution"
            + " ids into one more place that nobody audits.");
    if (settings.domain() == null) {
      Suppression.of(
          distribution,
          "AwsSolutions-CFR4",
          "With CloudFront's own domain and certificate the minimum TLS version cannot be set;"
              + " browsers negotiate 1.2 or 1.3, and HSTS forbids plain HTTP.");
    }
  }
}
