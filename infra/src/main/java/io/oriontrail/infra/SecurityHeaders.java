package io.oriontrail.infra;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.constructs.Construct;

/**
 * The headers that CloudFront adds to every answer: only our own files run, and nobody frames us.
 */
final class SecurityHeaders extends Construct {
  /**
   * No inline script or style, no third party: everything comes from the site's own address. The
   * same list as in docs/contracts, which the local run sends too; tests hold them together.
   */
  private static final List<String> DIRECTIVES =
      List.of(
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types lit-html");

  private final ResponseHeadersPolicy policy;

  /**
   * @param origins whom the page may ask besides its own address
   */
  SecurityHeaders(Construct scope, String id, List<String> origins) {
    super(scope, id);
    this.policy =
        ResponseHeadersPolicy.Builder.create(this, "Policy")
            .securityHeadersBehavior(securityHeaders(contentSecurityPolicy(origins)))
            .customHeadersBehavior(
                ResponseCustomHeadersBehavior.builder()
                    .customHeaders(
                        List.of(
                            custom("Cross-Origin-Opener-Policy", "same-origin"),
                            custom("Cross-Origin-Resource-Policy", "same-origin"),
                            custom(
                                "Permissions-Policy",
                                "camera=(), geolocation=(), microphone=(), payment=(), usb=()")))
                    .build())
            .build();
  }

  ResponseHeadersPolicy policy() {
    return policy;
  }

  static String contentSecurityPolicy(List<String> origins) {
    return DIRECTIVES.stream()
        .map(
            directive ->
                directive.startsWith("connect-src ") && !origins.isEmpty()
                    ? directive + " " + String.join(" ", origins)
                    : directive)
        .collect(Collectors.joining("; "));
  }

  private static ResponseSecurityHeadersBehavior securityHeaders(String contentPolicy) {
    return ResponseSecurityHeadersBehavior.builder()
        .contentSecurityPolicy(
            ResponseHeadersContentSecurityPolicy.builder()
                .contentSecurityPolicy(contentPolicy)
                .override(true)
                .build())
        .contentTypeOptions(ResponseHeadersContentTypeOptions.builder().override(true).build())
        .frameOptions(
            ResponseHeadersFrameOptions.builder()
                .frameOption(HeadersFrameOption.DENY)
                .override(true)
                .build())
        // Addresses of views name accounts: none of it goes to another site.
        .referrerPolicy(
            ResponseHeadersReferrerPolicy.builder()
                .referrerPolicy(HeadersReferrerPolicy.NO_REFERRER)
                .override(true)
                .build())
        .strictTransportSecurity(
            ResponseHeadersStrictTransportSecurity.builder()
                .accessControlMaxAge(Duration.days(730))
                .includeSubdomains(true)
                .override(true)
                .build())
        .build();
  }

  private static ResponseCustomHeader custom(String name, String value) {
    return ResponseCustomHeader.builder().header(name).value(value).override(true).build();
  }
}
