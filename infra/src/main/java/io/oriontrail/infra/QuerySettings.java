package io.oriontrail.infra;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query function and its API.
 *
 * @param requestsPerSecond steady rate above which the API answers 429
 * @param burst requests above that rate that are still let through at once
 * @param heavyRequestsPerSecond the same for each route that reads much for one request
 * @param heavyBurst likewise
 * @param originSecret how many times the secret between CloudFront and the API was made; at least 1
 * @param payloadPrincipals what the ARNs of those begin with who may see attributes and error
 *     messages where requests are AWS-signed; with tokens the scope decides
 * @param oidc who signs the callers in; null to ask for AWS-signed requests (never for nothing)
 */
record QuerySettings(
    int memoryMib,
    Duration timeout,
    int requestsPerSecond,
    int burst,
    int heavyRequestsPerSecond,
    int heavyBurst,
    int originSecret,
    List<String> payloadPrincipals,
    @Nullable Oidc oidc) {
  private static final Pattern ARN = Pattern.compile("arn:[^\\s,]+");

  /** An OpenID Connect issuer and the audiences of which its tokens are accepted. */
  record Oidc(String issuer, List<String> audiences) {
    private static final Pattern ISSUER = Pattern.compile("https://[^\\s?#]+");
    private static final Pattern AUDIENCE = Pattern.compile("\\S+");

    static Oidc from(ConfigSection section) {
      return new Oidc(
          section.text("issuer", ISSUER, "the issuer's https address, as in its tokens"),
          section.texts("audiences", AUDIENCE, "the audience or client id of the dashboard"));
    }
  }

  static QuerySettings from(ConfigSection section) {
    Oidc oidc = section.optionalSection("oidc", Oidc::from);
    if (oidc == null) {
      section.mustBeAbsent(
          "originSecret", "without oidc the API is asked at its own address, by signed requests");
    }
    int perSecond = section.integer("requestsPerSecond", 1, 10_000, 20);
    int burst = section.integer("burst", 1, 5_000, 50);
    return new QuerySettings(
        section.integer("memoryMib", 512, 10_240, 1_769),
        // An HTTP API gives up after 30 s: the function's own answer has to come first.
        section.duration(
            "timeout", Duration.ofSeconds(3), Duration.ofSeconds(29), Duration.ofSeconds(20)),
        perSecond,
        burst,
        section.integer("heavyRequestsPerSecond", 1, perSecond, Math.min(5, perSecond)),
        section.integer("heavyBurst", 1, burst, Math.min(10, burst)),
        section.integer("originSecret", 1, 1_000_000, 1),
        section.optionalTexts("payloadPrincipals", ARN, "ARNs, or what they begin with"),
        oidc);
  }
}
