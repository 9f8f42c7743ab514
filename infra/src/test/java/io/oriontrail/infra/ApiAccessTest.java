package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.oriontrail.query.QueryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ApiAccessTest {
  @TempDir Path root;

  @Test
  void stageWithAnIssuer_asksForItsTokenWithTheScopeToRead() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    JsonNode route = route(stage, "GET /v1/{proxy+}");
    JsonNode authorizer = stage.resource(SynthesizedStage.target(route.path("AuthorizerId")));

    assertThat(route.path("AuthorizationType").asText()).isEqualTo("JWT");
    assertThat(route.path("AuthorizationScopes").toString()).isEqualTo("[\"journeys/read\"]");
    assertThat(authorizer.at("/Properties/JwtConfiguration").toString())
        .isEqualTo(
            "{\"Audience\":[\"orion-trail-dashboard\"],\"Issuer\":\"https://login.example.com/\"}");
  }

  @Test
  void stageWithoutAnIssuer_asksForRequestsSignedWithAwsCredentials() {
    JsonNode route = route(SynthesizedStage.example("sandbox"), "GET /v1/{proxy+}");

    assertThat(route.path("AuthorizationType").asText()).isEqualTo("AWS_IAM");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void health_isTheOnlyOpenRoute(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.resources("AWS::ApiGatewayV2::Route").values())
        .extracting(route -> route.path("Properties"))
        .filteredOn(route -> route.path("AuthorizationType").asText("NONE").equals("NONE"))
        .extracting(route -> route.path("RouteKey").asText())
        .containsExactly("GET /v1/health");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void stage_throttlesAsConfigured(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    JsonNode settings =
        stage.only("AWS::ApiGatewayV2::Stage").at("/Properties/DefaultRouteSettings");

    assertThat(settings.path("ThrottlingRateLimit").asInt())
        .isEqualTo(stage.config().query().requestsPerSecond());
    assertThat(settings.path("ThrottlingBurstLimit").asInt())
        .isEqualTo(stage.config().query().burst());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void routesThatReadMuch_haveLimitsOfTheirOwnAndAreThoseOfTheContract(String name)
      throws IOException {
    SynthesizedStage stage = SynthesizedStage.example(name);
    QuerySettings settings = stage.config().query();
    JsonNode api = stage.only("AWS::ApiGatewayV2::Stage");
    JsonNode limits = api.at("/Properties/RouteSettings");
    Path contract = StandInRoot.repository().resolve("docs/contracts/openapi.yaml");

    assertThat(limits).hasSize(RouteThrottles.HEAVY_PATHS.size() + 1);
    for (String path : RouteThrottles.HEAVY_PATHS) {
      assertThat(contract).content().contains("\n  " + path + ":\n");
      JsonNode limit = limits.path("GET " + path);
      assertThat(limit.path("ThrottlingRateLimit").asInt())
          .isEqualTo(settings.heavyRequestsPerSecond())
          .isLessThan(settings.requestsPerSecond());
      assertThat(limit.path("ThrottlingBurstLimit").asInt()).isEqualTo(settings.heavyBurst());
    }
    assertThat(limits.at("/GET ~1v1~1health/ThrottlingRateLimit").asInt()).isPositive();
    // A stage cannot limit a route that is not there yet.
    assertThat(api.path("DependsOn"))
        .extracting(JsonNode::asText)
        .containsAll(stage.resources("AWS::ApiGatewayV2::Route").keySet());
  }

  @Test
  void stageWithAnIssuer_answersOnlyWhatCloudFrontShowsItsSecretWith() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    String secret = originSecret(stage, 1);
    JsonNode header = originHeader(stage);
    JsonNode good = stage.template().findValue(QueryConfig.ORIGIN_SECRETS);

    assertThat(header.path("HeaderName").asText()).isEqualTo(QueryConfig.ORIGIN_HEADER);
    assertThat(PolicyStatements.text(header.path("HeaderValue")))
        .isEqualTo("{{resolve:secretsmanager:<" + secret + ">:SecretString:::}}");
    assertThat(PolicyStatements.text(good))
        .isEqualTo(PolicyStatements.text(header.path("HeaderValue")));
    // Made by Secrets Manager: there is none in the template.
    assertThat(stage.resource(secret).at("/Properties/GenerateSecretString/PasswordLength").asInt())
        .isEqualTo(2 * QueryConfig.MIN_ORIGIN_SECRET_BYTES);
    assertThat(stage.resource(secret).path("Properties").has("SecretString")).isFalse();
    assertThat(stage.only("AWS::CloudFront::Distribution").path("DependsOn").toString())
        .contains("QueryFunctionQueryAlias");
  }

  @Test
  void originSecret_countedUp_isShownWhileTheOneBeforeIsStillGood() throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(
        root.resolve("infra/stages/trial.yaml"),
        """
        region: eu-west-1
        query: {originSecret: 3, oidc: {issuer: "https://x.example", audiences: [a]}}
        """);
    SynthesizedStage stage = SynthesizedStage.synthesize(root, "trial", stack -> {});
    String shown = "{{resolve:secretsmanager:<" + originSecret(stage, 3) + ">:SecretString:::}}";
    String before = "{{resolve:secretsmanager:<" + originSecret(stage, 2) + ">:SecretString:::}}";

    assertThat(PolicyStatements.text(originHeader(stage).path("HeaderValue"))).isEqualTo(shown);
    assertThat(PolicyStatements.text(stage.template().findValue(QueryConfig.ORIGIN_SECRETS)))
        .isEqualTo(shown + "," + before);
    assertThat(stage.resources("AWS::SecretsManager::Secret").keySet())
        .filteredOn(id -> id.startsWith("OriginSecrets"))
        .hasSize(2);
  }

  /** A signature names the host that it is for, so it cannot come by way of CloudFront. */
  @Test
  void stageWithoutAnIssuer_isAskedAtTheApisOwnAddress() {
    SynthesizedStage stage = SynthesizedStage.example("sandbox");

    assertThat(originHeader(stage).isMissingNode()).isTrue();
    assertThat(stage.template().findValue(QueryConfig.ORIGIN_SECRETS)).isNull();
  }

  private static String originSecret(SynthesizedStage stage, int generation) {
    return stage.resources("AWS::SecretsManager::Secret").keySet().stream()
        .filter(id -> id.startsWith("OriginSecretsSecret" + generation))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode originHeader(SynthesizedStage stage) {
    JsonNode headers = stage.only("AWS::CloudFront::Distribution").findValue("OriginCustomHeaders");
    return headers == null ? MissingNode.getInstance() : headers.path(0);
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void accessLog_isJsonAndNamesNeitherAccountNorExecution(String name)
      throws JsonProcessingException {
    JsonNode settings =
        SynthesizedStage.example(name)
            .only("AWS::ApiGatewayV2::Stage")
            .at("/Properties/AccessLogSettings");
    JsonNode line = new ObjectMapper().readTree(settings.path("Format").asText());

    assertThat(line.path("requestId").asText()).isEqualTo("$context.requestId");
    // Paths and query strings name accounts and executions.
    assertThat(line)
        .extracting(JsonNode::asText)
        .doesNotContain("$context.path", "$context.httpMethod", "$context.requestOverride.path")
        .contains("$context.routeKey");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void answers_carryThePolicyThatOnlyOurOwnFilesRun(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    JsonNode headers = stage.only("AWS::CloudFront::ResponseHeadersPolicy");
    String policy =
        headers.findValue("ContentSecurityPolicy").path("ContentSecurityPolicy").asText();
    JsonNode distribution = stage.only("AWS::CloudFront::Distribution");

    assertThat(policy)
        .isEqualTo(SecurityHeaders.contentSecurityPolicy(stage.config().dashboard().origins()))
        .doesNotContain("unsafe-", "*", "data:");
    assertThat(distribution.findValues("ResponseHeadersPolicyId"))
        .hasSize(2)
        .extracting(SynthesizedStage::target)
        .containsOnly(stage.onlyId("AWS::CloudFront::ResponseHeadersPolicy"));
  }

  @Test
  void policyOfAnswers_isThatOfTheLocalRunAndTheTrials() throws IOException {
    Path contract = StandInRoot.repository().resolve("docs/contracts/content-security-policy.txt");

    assertThat(SecurityHeaders.contentSecurityPolicy(List.of()).split("; "))
        .containsExactlyElementsOf(Files.readAllLines(contract));
  }

  @Test
  void pageOfAStage_mayAskItsIssuerOnlyWhereItSignsPeopleIn() {
    assertThat(connectSource("sandbox")).isEqualTo("connect-src 'self'");
    assertThat(connectSource("production"))
        .isEqualTo("connect-src 'self' https://login.example.com");
  }

  @Test
  void configFile_isUploadedAfterTheSite() {
    assertThat(upload("Pages").at("/Properties/SourceObjectKeys")).hasSize(2);
    assertThat(SynthesizedStage.example("production").config().dashboard().toJson())
        .isEqualTo(
            "{\"signIn\":{\"issuer\":\"https://login.example.com/\","
                + "\"clientId\":\"orion-trail-dashboard\"}}");
    assertThat(SynthesizedStage.example("sandbox").config().dashboard().toJson()).isEqualTo("{}");
  }

  /** A new page must be seen at once; what it names never changes and is there before it. */
  @Test
  void page_isAskedForAnewAndItsAssetsNeverAre() {
    JsonNode assets = upload("Assets").path("Properties");
    JsonNode pages = upload("Pages").path("Properties");

    assertThat(assets.at("/SystemMetadata/cache-control").asText())
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(assets.path("Exclude").toString()).isEqualTo("[\"*\"]");
    assertThat(assets.path("Include").toString()).isEqualTo("[\"assets/*\"]");
    assertThat(assets.path("Prune").asBoolean(true)).isFalse();
    assertThat(pages.at("/SystemMetadata/cache-control").asText()).isEqualTo("no-cache");
    assertThat(pages.path("Exclude").toString()).isEqualTo("[\"assets/*\"]");
    assertThat(pages.path("Include").isMissingNode()).isTrue();
    assertThat(upload("Pages").path("DependsOn").toString())
        .contains("\"" + uploadId("Assets") + "\"");
  }

  private static JsonNode upload(String which) {
    return SynthesizedStage.example("production").resource(uploadId(which));
  }

  private static String uploadId(String which) {
    return SynthesizedStage.example("production")
        .resources("Custom::CDKBucketDeployment")
        .keySet()
        .stream()
        .filter(id -> id.contains(which))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void apiAnswers_areNeverCachedAtTheEdge(String name) {
    JsonNode behavior =
        SynthesizedStage.example(name)
            .only("AWS::CloudFront::Distribution")
            .at("/Properties/DistributionConfig/CacheBehaviors/0");

    // AWS's own ids of the managed policies CachingDisabled and AllViewerExceptHostHeader.
    assertThat(behavior.path("CachePolicyId").asText())
        .isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assertThat(behavior.path("OriginRequestPolicyId").asText())
        .isEqualTo("b689b0a8-53d0-40ab-baf2-68738e2966ac");
  }

  private static String connectSource(String stage) {
    String policy =
        SynthesizedStage.example(stage)
            .only("AWS::CloudFront::ResponseHeadersPolicy")
            .findValue("ContentSecurityPolicy")
            .path("ContentSecurityPolicy")
            .asText();
    return Arrays.stream(policy.split("; "))
        .filter(directive -> directive.startsWith("connect-src"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode route(SynthesizedStage stage, String key) {
    return stage.resources("AWS::ApiGatewayV2::Route").values().stream()
        .map(route -> route.path("Properties"))
        .filter(route -> route.path("RouteKey").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
