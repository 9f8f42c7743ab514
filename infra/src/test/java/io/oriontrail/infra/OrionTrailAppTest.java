package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.s3.Bucket;

final class OrionTrailAppTest {
  @TempDir Path root;

  @Test
  void examples_areASmallAndAFullSizeStage() {
    assertThat(SynthesizedStage.examples()).contains("production", "sandbox", "team");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void stage_hasNoFindingLeft(String name) {
    assertThat(SynthesizedStage.example(name).findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyAcceptedFinding_hasAReasonAndEveryWildcardIsNamed(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.template().findValues("rules_to_suppress"))
        .isNotEmpty()
        .flatExtracting(rules -> rules.valueStream().toList())
        .allSatisfy(
            rule -> {
              assertThat(rule.path("reason").asText().length()).isGreaterThan(40);
              if (rule.path("id").asText().equals("AwsSolutions-IAM5")) {
                assertThat(rule.path("applies_to")).isNotEmpty();
              }
            });
  }

  @Test
  void construct_thatBreaksARule_failsTheSynthesis() {
    StandInRoot.makeIn(root);

    assertThatThrownBy(
            () ->
                SynthesizedStage.synthesize(
                    root, "sandbox", stack -> Bucket.Builder.create(stack, "Careless").build()))
        .hasMessageContaining("Validation failed");
    assertThat(root.resolve("cdk.out").resolve("validation-report.json"))
        .content(StandardCharsets.UTF_8)
        .contains("Careless", "AwsSolutions-S1", "AwsSolutions-S10");
  }

  @Test
  void construct_thatIsWarnedOf_isFound() {
    StandInRoot.makeIn(root);

    SynthesizedStage stage =
        SynthesizedStage.synthesize(
            root,
            "sandbox",
            stack -> Annotations.of(stack).addWarningV2("orion-trail:trial", "careless"));

    assertThat(stage.findings()).singleElement().asString().contains("careless");
  }

  @Test
  void template_looksNothingUpInAnyAccount() {
    JsonNode template = SynthesizedStage.example("sandbox").template();

    assertThat(template.path("Parameters").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("BootstrapVersion");
  }

  @Test
  void app_withoutAStage_saysWhichThereAre() {
    StandInRoot.makeIn(root);

    assertThatThrownBy(() -> OrionTrailApp.addStage(SynthesizedStage.app(root, Map.of()), root))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "say which stage with -c stage=NAME; infra/stages has production, sandbox, team");
  }

  /** The very command of cdk.json, as the cdk command line would run it. */
  @Test
  void command_withoutAStage_endsWithOneSentenceAndStatus1()
      throws IOException, InterruptedException {
    Path infra = StandInRoot.repository().resolve("infra").toAbsolutePath();
    ProcessBuilder command =
        new ProcessBuilder(infra.resolve("app").toString()).directory(infra.toFile());
    command.environment().put("CDK_OUTDIR", root.toString());
    command.redirectOutput(root.resolve("out").toFile());
    command.redirectError(root.resolve("err").toFile());
    Process process = command.start();

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(root.resolve("out")).isEmptyFile();
    assertThat(root.resolve("err"))
        .content(StandardCharsets.UTF_8)
        .isEqualTo(
            "orion-trail: say which stage with -c stage=NAME; infra/stages has production,"
                + " sandbox, team\n");
  }
}
