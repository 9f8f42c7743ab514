package io.oriontrail.infra;

import static io.oriontrail.infra.SynthesizedStage.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Match;

/** The arrows of the line, followed in the template from one resource to the next. */
final class LineWiringTest {

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void stream_isReadByTheIngestFunctionsAlias(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    JsonNode mapping = feedOf(stage, IngestHandler.class);

    assertThat(target(mapping.path("EventSourceArn")))
        .isEqualTo(stage.onlyId("AWS::Kinesis::Stream"));
    String alias = target(mapping.path("FunctionName"));
    assertThat(functionOfAlias(stage, alias)).isEqualTo(function(stage, IngestHandler.class));
    // The name that the mapping is given keeps the alias, not just the function.
    assertThat(mapping.path("FunctionName").toString())
        .contains(":" + stage.resource(alias).at("/Properties/Name").asText());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void mapping_losesNothingAndIsStoppedByNothing(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    IngestSettings settings = stage.config().ingest();

    assertThat(feedOf(stage, IngestHandler.class).properties())
        .extracting(Map.Entry::getKey)
        .contains("DestinationConfig");
    stage
        .assertions()
        .hasResourceProperties(
            "AWS::Lambda::EventSourceMapping",
            Match.objectLike(
                Map.of(
                    "StartingPosition", "TRIM_HORIZON",
                    "BisectBatchOnFunctionError", true,
                    "FunctionResponseTypes", List.of("ReportBatchItemFailures"),
                    "BatchSize", settings.batchSize(),
                    "MaximumBatchingWindowInSeconds", settings.batchingWindow().toSeconds(),
                    "ParallelizationFactor", settings.parallelization(),
                    "MaximumRecordAgeInSeconds", settings.maximumRecordAge().toSeconds(),
                    "MaximumRetryAttempts", settings.maximumAttempts())));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void batchesGivenUp_goToABucketOfTheirOwn(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    JsonNode mapping = feedOf(stage, IngestHandler.class);
    String failures = target(mapping.at("/DestinationConfig/OnFailure/Destination"));
    String quarantine =
        target(environment(stage, IngestHandler.class).path(IngestConfig.QUARANTINE_BUCKET));

    assertThat(stage.resources("AWS::S3::Bucket")).containsKeys(failures, quarantine);
    assertThat(failures).isNotEqualTo(quarantine);
    assertThat(
            stage
                .resource(failures)
                .at("/Properties/LifecycleConfiguration/Rules/0/ExpirationInDays")
                .asInt())
        .isEqualTo(stage.config().setAsideDays());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void bothFunctions_areGivenTheTables(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    String table = stage.eventTable();

    assertThat(target(environment(stage, IngestHandler.class).path(IngestConfig.EVENT_TABLE)))
        .isEqualTo(table);
    assertThat(target(environment(stage, QueryHandler.class).path(QueryConfig.EVENT_TABLE)))
        .isEqualTo(table);
    assertThat(target(environment(stage, IngestHandler.class).path(IngestConfig.ROLLUP_TABLE)))
        .isEqualTo(stage.rollupTable());
    assertThat(target(environment(stage, QueryHandler.class).path(IngestConfig.ROLLUP_TABLE)))
        .isEqualTo(stage.rollupTable());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyRoute_leadsToTheQueryFunctionsAliasWhichLetsTheApiIn(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    String alias = aliasOf(stage, function(stage, QueryHandler.class));

    int routes = RouteThrottles.HEAVY_PATHS.size() + 2;
    assertThat(stage.resources("AWS::ApiGatewayV2::Route")).hasSize(routes);
    stage
        .resources("AWS::ApiGatewayV2::Route")
        .forEach(
            (id, route) -> {
              JsonNode integration = stage.resource(target(route.at("/Properties/Target")));
              assertThat(target(integration.at("/Properties/IntegrationUri"))).isEqualTo(alias);
              assertThat(integration.at("/Properties/PayloadFormatVersion").asText())
                  .isEqualTo("2.0");
            });
    assertThat(stage.resources("AWS::Lambda::Permission").values())
        .filteredOn(
            permission -> permission.at("/Properties/Principal").asText().startsWith("apigateway."))
        .hasSize(routes)
        .allSatisfy(
            permission ->
                assertThat(target(permission.at("/Properties/FunctionName"))).isEqualTo(alias));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void distribution_servesTheSiteAndTheApiUnderOneAddress(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    JsonNode config =
        stage.only("AWS::CloudFront::Distribution").at("/Properties/DistributionConfig");
    JsonNode api = config.path("CacheBehaviors").path(0);

    assertThat(config.path("CacheBehaviors")).hasSize(1);
    assertThat(api.path("PathPattern").asText()).isEqualTo("/v1/*");
    assertThat(api.path("ViewerProtocolPolicy").asText()).isEqualTo("https-only");
    assertThat(origin(config, api).path("DomainName").toString())
        .contains(stage.onlyId("AWS::ApiGatewayV2::Api"), ".execute-api.eu-west-1.");
    JsonNode site = origin(config, config.path("DefaultCacheBehavior"));
    assertThat(stage.resources("Custom::CDKBucketDeployment").values())
        .hasSize(2)
        .extracting(upload -> target(upload.at("/Properties/DestinationBucketName")))
        .containsOnly(target(site.path("DomainName")));
    assertThat(stage.resources("Custom::CDKBucketDeployment").values())
        .extracting(upload -> upload.at("/Properties/DistributionId"))
        .filteredOn(id -> !id.isMissingNode())
        .extracting(SynthesizedStage::target)
        .containsExactly(stage.onlyId("AWS::CloudFront::Distribution"));
  }

  /** The archive reads beside ingest: neither waits for the other, and it loses nothing either. */
  @Test
  void archive_readsTheStreamByAMappingOfItsOwn() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    ArchiveSettings settings = Objects.requireNonNull(stage.config().archive());
    JsonNode mapping = feedOf(stage, ArchiveHandler.class);

    assertThat(target(mapping.path("EventSourceArn")))
        .isEqualTo(stage.onlyId("AWS::Kinesis::Stream"));
    assertThat(mapping.path("BatchSize").asInt()).isEqualTo(10_000);
    assertThat(mapping.path("MaximumBatchingWindowInSeconds").asInt()).isEqualTo(300);
    assertThat(mapping.path("BisectBatchOnFunctionError").asBoolean()).isTrue();
    assertThat(mapping.at("/FunctionResponseTypes/0").asText())
        .isEqualTo("ReportBatchItemFailures");
    assertThat(mapping.has("MaximumRetryAttempts")).isFalse();
    assertThat(mapping.path("MaximumRecordAgeInSeconds").asLong())
        .isEqualTo(settings.maximumRecordAge().toSeconds())
        .isLessThan(stage.config().stream().retention().toSeconds());
    assertThat(target(mapping.at("/DestinationConfig/OnFailure/Destination")))
        .isEqualTo(
            target(
                feedOf(stage, IngestHandler.class).at("/DestinationConfig/OnFailure/Destination")));
    assertThat(target(environment(stage, ArchiveHandler.class).path(ArchiveConfig.BUCKET)))
        .startsWith("ArchiveEvents");
  }

  private static JsonNode feedOf(SynthesizedStage stage, Class<?> handler) {
    String alias = aliasOf(stage, function(stage, handler));
    return stage.resources("AWS::Lambda::EventSourceMapping").values().stream()
        .map(mapping -> mapping.path("Properties"))
        .filter(mapping -> target(mapping.path("FunctionName")).equals(alias))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode origin(JsonNode config, JsonNode behavior) {
    for (JsonNode origin : config.path("Origins")) {
      if (origin.path("Id").equals(behavior.path("TargetOriginId"))) {
        return origin;
      }
    }
    throw new AssertionError("no origin for " + behavior);
  }

  private static JsonNode environment(SynthesizedStage stage, Class<?> handler) {
    return stage.resource(function(stage, handler)).at("/Properties/Environment/Variables");
  }

  private static String function(SynthesizedStage stage, Class<?> handler) {
    return stage.resources("AWS::Lambda::Function").entrySet().stream()
        .filter(f -> f.getValue().at("/Properties/Handler").asText().startsWith(handler.getName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String aliasOf(SynthesizedStage stage, String function) {
    return stage.resources("AWS::Lambda::Alias").keySet().stream()
        .filter(alias -> functionOfAlias(stage, alias).equals(function))
        .findFirst()
        .orElseThrow();
  }

  /** By way of the version, which has to be one of the same function. */
  private static String functionOfAlias(SynthesizedStage stage, String alias) {
    JsonNode properties = stage.resource(alias).path("Properties");
    JsonNode version = stage.resource(target(properties.path("FunctionVersion")));
    String function = target(properties.path("FunctionName"));
    assertThat(target(version.at("/Properties/FunctionName"))).isEqualTo(function);
    return function;
  }
}
