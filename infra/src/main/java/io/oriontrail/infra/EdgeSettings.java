package io.oriontrail.infra;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the dashboard is met by the world: under which name, and behind what.
 *
 * @param domain the dashboard's host name; null for the one that CloudFront makes up
 * @param hostedZone id of the zone in Route 53 that is told the name; null where that is done by
 *     hand
 * @param certificate ARN of a certificate that is there already; null to have one made
 * @param firewall whether a web firewall judges what comes to CloudFront
 * @param requestsPerAddress what the firewall lets through of one address in five minutes
 */
record EdgeSettings(
    @Nullable String domain,
    @Nullable String hostedZone,
    @Nullable String certificate,
    boolean firewall,
    int requestsPerAddress) {
  /** CloudFront's own name, and no firewall. */
  static final EdgeSettings NONE = new EdgeSettings(null, null, null, false, 0);

  private static final Pattern HOST =
      Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
  private static final Pattern ZONE = Pattern.compile("Z[A-Z0-9]{1,31}");
  private static final Pattern CERTIFICATE =
      Pattern.compile("arn:aws:acm:us-east-1:\\d{12}:certificate/[0-9a-f-]{36}");

  /**
   * What ACM puts into a certificate as its first name: RFC 5280's bound of a common name, {@code
   * ub-common-name}.
   */
  private static final int LONGEST_CERTIFIED = 64;

  static EdgeSettings from(ConfigSection section, QuerySettings.@Nullable Oidc oidc) {
    String domain = section.optionalText("domain", HOST, "a host name in small letters, no path");
    String zone =
        section.optionalText(
            "hostedZone", ZONE, "the id of a hosted zone of Route 53, such as Z0123456789ABC");
    String certificate =
        section.optionalText(
            "certificate",
            CERTIFICATE,
            "the ARN of a certificate in us-east-1, where alone CloudFront looks for it");
    if (domain == null) {
      section.mustBeAbsent("hostedZone", "there is no edge.domain that it could be told");
      section.mustBeAbsent("certificate", "there is no edge.domain that it could be for");
    } else if (zone == null && certificate == null) {
      throw section.refused(
          "domain", domain, "one with edge.hostedZone, edge.certificate or both beside it");
    } else if (certificate == null && domain.length() > LONGEST_CERTIFIED) {
      throw section.refused(
          "domain",
          domain,
          ("at most %d characters, as more do not fit into a certificate made here; for a longer"
                  + " name have one made elsewhere and give it as edge.certificate")
              .formatted(LONGEST_CERTIFIED));
    }
    boolean firewall = section.flag("firewall", false);
    if (firewall && oidc == null) {
      throw section.refused(
          "firewall",
          true,
          "false, because without query.oidc the API is asked at its own address, around CloudFront");
    }
    if (!firewall) {
      section.mustBeAbsent("requestsPerAddress", "there is no edge.firewall that would count");
    }
    return new EdgeSettings(
        domain,
        zone,
        certificate,
        firewall,
        // A page asks some twenty times to be shown; a whole office may come by one address.
        section.integer("requestsPerAddress", 10, 2_000_000_000, 2_000));
  }

  /** Whether something of it has to be in us-east-1, wherever the stage is. */
  boolean needsStack() {
    return firewall || makesCertificate();
  }

  boolean makesCertificate() {
    return domain != null && certificate == null;
  }
}
