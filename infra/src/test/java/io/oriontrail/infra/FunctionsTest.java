package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.alert.AlertHandler;
import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.AuditArchiveHandler;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FunctionsTest {

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void functions_areThoseOfTheLineAndOfItsAlarmsAndTheUploadOfCdk(String stage) {
    List<String> handlers =
        new ArrayList<>(
            List.of(
                JavaFunction.handlerName(IngestHandler.class),
                JavaFunction.handlerName(QueryHandler.class),
                "index.handler"));
    StageConfig config = SynthesizedStage.example(stage).config();
    if (config.archive() != null) {
      handlers.add(JavaFunction.handlerName(ArchiveHandler.class));
    }
    if (config.audit() != null) {
      handlers.add(JavaFunction.handlerName(AuditArchiveHandler.class));
    }
    if (config.monitoring() != null) {
      handlers.add(JavaFunction.handlerName(AlertHandler.class));
    }

    assertThat(SynthesizedStage.example(stage).resources("AWS::Lambda::Function").values())
        .extracting(function -> function.at("/Properties/Handler").asText())
        .containsExactlyInAnyOrderElementsOf(handlers);
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void handler_ofEveryJavaFunction_isAClassThatLambdaCanStart(String stage) {
    assertThat(javaFunctions(stage))
        .allSatisfy(
            function -> {
              String[] handler = function.path("Handler").asText().split("::", -1);
              Class<?> type = Class.forName(handler[0]);
              assertThat(RequestStreamHandler.class).isAssignableFrom(type);
              assertThat(type.getConstructor()).isNotNull();
              assertThat(handler[1]).isEqualTo("handleRequest");
            });
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void javaFunctions_runOnJava25AndArmFromASnapshot(String stage) {
    assertThat(javaFunctions(stage))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            function -> {
              assertThat(function.path("Runtime").asText()).isEqualTo("java25");
              assertThat(function.path("Architectures").path(0).asText()).isEqualTo("arm64");
              assertThat(function.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            });
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void environment_ofTheIngestFunction_isAConfigurationThatItAccepts(String stage) {
    IngestConfig config = IngestConfig.from(environment(stage, IngestHandler.class));

    assertThat(config.retention())
        .isEqualTo(SynthesizedStage.example(stage).config().table().retention());
  }

  @Test
  void environment_ofTheArchiveFunction_isAConfigurationThatItAccepts() {
    ArchiveConfig config = ArchiveConfig.from(environment("production", ArchiveHandler.class));

    assertThat(config.bucket()).startsWith("resolved-archive");
    assertThat(ArchiveConfig.from(environment("production", AuditArchiveHandler.class)).bucket())
        .startsWith("resolved-auditarchive");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void environment_ofTheQueryFunction_isAConfigurationThatItAccepts(String stage) {
    Map<String, String> environment = environment(stage, QueryHandler.class);

    assertThat(QueryConfig.from(environment).retention())
        .isEqualTo(SynthesizedStage.example(stage).config().table().retention());
    assertThat(environment)
        .containsKey(QueryConfig.CURSOR_KEY)
        .containsEntry(QueryConfig.AUDIT, "dynamodb")
        .containsEntry(QueryConfig.ACCESS, stage.equals("production") ? "oidc" : "iam");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void cursorKey_standsInTheTemplateAsAReferenceOnly(String stage) {
    assertThat(SynthesizedStage.example(stage).template().findValue(QueryConfig.CURSOR_KEY))
        .hasToString(
            "{\"Fn::Join\":[\"\",[\"{{resolve:secretsmanager:\",{\"Ref\":\""
                + secret(stage, "QueryFunctionCursorKey")
                + "\"},\":SecretString:::}}\"]]}");
  }

  private static String secret(String stage, String construct) {
    return SynthesizedStage.example(stage)
        .resources("AWS::SecretsManager::Secret")
        .keySet()
        .stream()
        .filter(id -> id.startsWith(construct))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> javaFunctions(String stage) {
    return SynthesizedStage.example(stage).resources("AWS::Lambda::Function").values().stream()
        .map(function -> function.path("Properties"))
        .filter(function -> function.path("Handler").asText().contains("::"))
        .toList();
  }

  /** As Lambda would set it, with names in place of references. */
  private static Map<String, String> environment(String stage, Class<?> handler) {
    Map<String, String> environment = new TreeMap<>(Map.of("AWS_REGION", "eu-west-1"));
    javaFunctions(stage).stream()
        .filter(function -> function.path("Handler").asText().startsWith(handler.getName()))
        .flatMap(function -> function.at("/Environment/Variables").properties().stream())
        .forEach(
            variable ->
                environment.put(
                    variable.getKey(),
                    variable.getValue().isTextual()
                        ? variable.getValue().asText()
                        : "resolved-"
                            + SynthesizedStage.target(variable.getValue())
                                .toLowerCase(Locale.ROOT)));
    return environment;
  }
}
