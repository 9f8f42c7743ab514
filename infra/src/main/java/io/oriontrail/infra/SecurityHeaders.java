package io.oriontrail.infra;

import java.util.List;
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
  /** No inline script or style, no third party: everything comes from the site's own address. */
  static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private final ResponseHeadersPolicy policy;

  SecurityHeaders(Construct scope, String id) {
    super(scope, id);
    this.policy =
        ResponseHeadersPolicy.Builder.create(this, "Policy")
            .securityHeadersBehavior(securityHeaders())
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

  private static ResponseSecurityHeadersBehavior securityHeaders() {
    return ResponseSecurityHeadersBehavior.builder()
        .contentSecurityPolicy(
            ResponseHeadersContentSecurityPolicy.builder()
                .contentSecurityPolicy(CONTENT_SECURITY_POLICY)
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
