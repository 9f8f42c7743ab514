package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's name and firewall, off unless the stage's file names them. */
final class EdgeStackTest {
  private static final String CERTIFICATE =
      "arn:aws:acm:us-east-1:111122223333:certificate/0d2a2b4e-5f0c-4a63-9d0e-0f6c8b8f7a11";

  @TempDir Path root;

  @Test
  void stageThatNamesNeither_hasOneStackAndCloudFrontsOwnName() {
    SynthesizedStage stage = SynthesizedStage.example("sandbox");
    JsonNode distribution = distribution(stage);

    assertThat(stage.edge().isMissingNode()).isTrue();
    assertThat(distribution.has("Aliases")).isFalse();
    assertThat(distribution.has("WebACLId")).isFalse();
    assertThat(stage.resources("AWS::Route53::RecordSet")).isEmpty();
  }

  @Test
  void edge_isACertificateAndAFirewallAndNothingThatRuns() {
    JsonNode edge = SynthesizedStage.example("production").edge();
    JsonNode certificate = named(edge, "AWS::CertificateManager::Certificate");

    assertThat(edge.path("Resources").findValuesAsText("Type"))
        .filteredOn(type -> type.startsWith("AWS::"))
        .containsExactlyInAnyOrder("AWS::CertificateManager::Certificate", "AWS::WAFv2::WebACL");
    assertThat(certificate.at("/Properties/DomainName").asText())
        .isEqualTo("orion-trail.example.com");
    assertThat(certificate.at("/Properties/DomainValidationOptions/0/HostedZoneId").asText())
        .isEqualTo("Z0123456789EXAMPLE");
    assertThat(edge.toString()).contains("\"stage\"", "\"production\"", "cost-centre");
  }

  /** By what the other stack puts out, and not by an export, which would need a function. */
  @Test
  void distribution_takesBothFromTheOtherStacksOutputs() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    JsonNode distribution = distribution(stage);
    JsonNode certificate = distribution.at("/ViewerCertificate/AcmCertificateArn");
    JsonNode firewall = distribution.path("WebACLId");

    assertThat(distribution.path("Aliases").toString()).isEqualTo("[\"orion-trail.example.com\"]");
    assertThat(distribution.at("/ViewerCertificate/MinimumProtocolVersion").asText())
        .isEqualTo("TLSv1.2_2021");
    assertThat(output(stage, certificate).path("Ref").asText()).startsWith("Certificate");
    assertThat(output(stage, firewall).at("/Fn::GetAtt/0").asText()).startsWith("FirewallAcl");
    assertThat(stage.edge().findValues("Export")).isEmpty();
  }

  @Test
  void name_leadsToCloudFrontForBothKindsOfAddress() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    String distribution = stage.onlyId("AWS::CloudFront::Distribution");

    assertThat(stage.resources("AWS::Route53::RecordSet").values())
        .extracting(record -> record.path("Properties"))
        .allSatisfy(
            record -> {
              assertThat(record.path("Name").asText()).isEqualTo("orion-trail.example.com");
              assertThat(record.path("HostedZoneId").asText()).isEqualTo("Z0123456789EXAMPLE");
              assertThat(SynthesizedStage.target(record.at("/AliasTarget/DNSName")))
                  .isEqualTo(distribution);
              // CloudFront's own zone, the same for everybody.
              assertThat(record.at("/AliasTarget/HostedZoneId").asText())
                  .isEqualTo("Z2FDTNDATAQYW2");
            })
        .extracting(record -> record.path("Type").asText())
        .containsExactlyInAnyOrder("A", "AAAA");
    assertThat(stage.template().at("/Outputs/DashboardUrl/Value").asText())
        .isEqualTo("https://orion-trail.example.com/");
  }

  @Test
  void firewall_blocksFloodsAndKnownAttacksAndKeepsNoRequest() {
    JsonNode acl = firewall(SynthesizedStage.example("production"));
    JsonNode rules = acl.path("Rules");

    assertThat(acl.path("Scope").asText()).isEqualTo("CLOUDFRONT");
    assertThat(acl.path("DefaultAction").toString()).isEqualTo("{\"Allow\":{}}");
    assertThat(rules).hasSize(WebFirewall.RULES);
    assertThat(rules.path(0).at("/Statement/RateBasedStatement").toString())
        .isEqualTo("{\"AggregateKeyType\":\"IP\",\"EvaluationWindowSec\":300,\"Limit\":2000}");
    assertThat(rules.path(0).path("Action").toString()).isEqualTo("{\"Block\":{}}");
    assertThat(rules.findValuesAsText("VendorName")).containsExactly("AWS", "AWS");
    assertThat(rules.findValues("OverrideAction"))
        .extracting(JsonNode::toString)
        .as("what the groups' rules say is done")
        .containsExactly("{\"None\":{}}", "{\"None\":{}}");
    assertThat(rules.findValues("RuleActionOverrides"))
        .flatExtracting(overrides -> overrides.findValuesAsText("Name"))
        .containsExactly("SizeRestrictions_URIPATH", "SizeRestrictions_QUERYSTRING");
    // Paths name accounts: neither samples nor logs.
    assertThat(acl.findValues("SampledRequestsEnabled"))
        .hasSize(1 + WebFirewall.RULES)
        .allMatch(sampled -> !sampled.asBoolean());
  }

  @Test
  void certificateThatIsThere_needsNoOtherStackAndNoZone() throws IOException {
    SynthesizedStage stage =
        trial("edge: {domain: o.example.com, certificate: \"" + CERTIFICATE + "\"}\n");

    assertThat(stage.edge().isMissingNode()).isTrue();
    assertThat(distribution(stage).at("/ViewerCertificate/AcmCertificateArn").asText())
        .isEqualTo(CERTIFICATE);
    assertThat(stage.resources("AWS::Route53::RecordSet")).isEmpty();
    assertThat(stage.template().at("/Outputs/CloudFrontDomain/Value").isMissingNode()).isFalse();
    assertThat(stage.findings()).isEmpty();
  }

  @Test
  void firewallAlone_letsThroughWhatTheStageSays() throws IOException {
    SynthesizedStage stage =
        trial(
            """
            query: {oidc: {issuer: "https://x.example", audiences: [a]}}
            edge: {firewall: true, requestsPerAddress: 500}
            """);

    assertThat(firewall(stage).at("/Rules/0/Statement/RateBasedStatement/Limit").asInt())
        .isEqualTo(500);
    assertThat(stage.edge().path("Resources").findValuesAsText("Type"))
        .doesNotContain("AWS::CertificateManager::Certificate");
    assertThat(distribution(stage).has("Aliases")).isFalse();
    assertThat(stage.findings()).isEmpty();
  }

  private SynthesizedStage trial(String settings) throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(root.resolve("infra/stages/trial.yaml"), "region: eu-west-1\n" + settings);
    return SynthesizedStage.synthesize(root, "trial", stack -> {});
  }

  private static JsonNode distribution(SynthesizedStage stage) {
    return stage.only("AWS::CloudFront::Distribution").at("/Properties/DistributionConfig");
  }

  private static JsonNode firewall(SynthesizedStage stage) {
    return named(stage.edge(), "AWS::WAFv2::WebACL").path("Properties");
  }

  private static JsonNode named(JsonNode template, String type) {
    List<JsonNode> found =
        template
            .path("Resources")
            .valueStream()
            .filter(resource -> resource.path("Type").asText().equals(type))
            .toList();
    assertThat(found).as(type).hasSize(1);
    return found.getFirst();
  }

  /** What an output of the stack in us-east-1, named by a value of this one, stands for. */
  private static JsonNode output(SynthesizedStage stage, JsonNode value) {
    JsonNode from = value.path("Fn::GetStackOutput");
    assertThat(from.path("StackName").asText()).isEqualTo("OrionTrailEdge-production");
    assertThat(from.path("Region").asText()).isEqualTo("us-east-1");
    return stage.edge().path("Outputs").path(from.path("OutputName").asText()).path("Value");
  }
}
