package io.oriontrail.infra;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.route53.HostedZone;
import software.constructs.Construct;

/**
 * What CloudFront takes from {@value #REGION} alone, wherever the stage is: its certificate and its
 * firewall. No data comes here. The stage's stack reads the two ARNs from this one's outputs as it
 * is deployed; nothing runs for that, neither a function nor a role.
 */
final class EdgeStack extends Stack {
  static final String REGION = "us-east-1";

  private final @Nullable Certificate certificate;
  private final @Nullable WebFirewall firewall;

  private EdgeStack(Construct scope, StageConfig config) {
    super(scope, "OrionTrailEdge-" + config.stage(), props(config));
    EdgeSettings settings = config.edge();
    this.certificate = settings.makesCertificate() ? certificate(settings) : null;
    this.firewall =
        settings.firewall()
            ? new WebFirewall(this, "Firewall", config.stage(), settings.requestsPerAddress())
            : null;
    OrionTrailStack.tag(this, config);
  }

  /** The stack, where the stage needs one. */
  static Optional<EdgeStack> of(Construct scope, StageConfig config) {
    return config.edge().needsStack()
        ? Optional.of(new EdgeStack(scope, config))
        : Optional.empty();
  }

  /** The certificate that is made; null where the stage names one or none. */
  @Nullable Certificate certificate() {
    return certificate;
  }

  /** The ARN of the firewall's web ACL; null without one. */
  @Nullable String firewallArn() {
    return firewall == null ? null : firewall.arn();
  }

  /** Proves itself by a record in the zone, which also renews it every year. */
  private Certificate certificate(EdgeSettings settings) {
    String zone = Objects.requireNonNull(settings.hostedZone(), "checked with the settings");
    return Certificate.Builder.create(this, "Certificate")
        .domainName(Objects.requireNonNull(settings.domain()))
        .validation(CertificateValidation.fromDns(HostedZone.fromHostedZoneId(this, "Zone", zone)))
        .build();
  }

  private static StackProps props(StageConfig config) {
    return StackProps.builder()
        .description("Orion Trail, stage " + config.stage() + ": what CloudFront needs")
        .env(Environment.builder().account(config.account()).region(REGION).build())
        .terminationProtection(config.keepData())
        .build();
  }
}
