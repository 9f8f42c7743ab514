package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How aliases move to a new version where the stage asks for a canary. */
final class CanaryTest {
  private static final String MONITORED =
      """
      region: eu-west-1
      canary: true
      monitoring:
        page: {emails: [a@b.example]}
        ticket: {emails: [a@b.example]}
      """;

  @TempDir Path root;

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void stageThatDoesNotAsk_movesItsAliasesAtOnce(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.resources("AWS::CodeDeploy::DeploymentGroup")).isEmpty();
    assertThat(stage.resources("AWS::Lambda::Alias").values())
        .noneMatch(alias -> alias.has("UpdatePolicy"));
  }

  @Test
  void aliasesOfIngestAndQuery_moveByATenthAndBackOnAlarm() throws IOException {
    SynthesizedStage stage = trial(MONITORED);

    group(stage, "Ingest", List.of("ingest-errors", "quarantine-rate"));
    group(stage, "Query", List.of("query-errors", "query-faults"));
    assertThat(stage.resources("AWS::Lambda::Alias").values())
        .filteredOn(alias -> alias.has("UpdatePolicy"))
        .hasSize(2);
    assertThat(stage.findings()).isEmpty();
  }

  private static void group(SynthesizedStage stage, String function, List<String> alarms) {
    String id = idOf(stage, "AWS::CodeDeploy::DeploymentGroup", "Monitoring" + function);
    JsonNode group = stage.resource(id).path("Properties");
    JsonNode alias =
        stage.resource(idOf(stage, "AWS::Lambda::Alias", function + "Function" + function));

    assertThat(group.path("DeploymentConfigName").asText())
        .isEqualTo("CodeDeployDefault.LambdaCanary10Percent10Minutes");
    assertThat(group.at("/AlarmConfiguration/Enabled").asBoolean()).isTrue();
    assertThat(group.at("/AlarmConfiguration/Alarms"))
        .extracting(alarm -> stage.resource(SynthesizedStage.target(alarm)))
        .extracting(alarm -> alarm.at("/Properties/AlarmName").asText())
        .containsExactlyElementsOf(alarms.stream().map("orion-trail-trial-"::concat).toList());
    assertThat(group.at("/AutoRollbackConfiguration/Enabled").asBoolean()).isTrue();
    assertThat(group.at("/AutoRollbackConfiguration/Events").toString())
        .contains("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM");
    assertThat(
            alias.at("/UpdatePolicy/CodeDeployLambdaAliasUpdate/DeploymentGroupName/Ref").asText())
        .isEqualTo(id);
    role(stage, stage.resource(SynthesizedStage.target(group.path("ServiceRoleArn"))), alias);
  }

  /** CodeDeploy may move this one alias and look at alarms. */
  private static void role(SynthesizedStage stage, JsonNode role, JsonNode alias) {
    String function = SynthesizedStage.target(alias.at("/Properties/FunctionName"));
    JsonNode statements = role.at("/Properties/Policies/0/PolicyDocument/Statement");

    assertThat(role.at("/Properties").has("ManagedPolicyArns")).isFalse();
    assertThat(role.findValue("AssumeRolePolicyDocument").findValuesAsText("Service"))
        .containsExactly("codedeploy.amazonaws.com");
    assertThat(statements).hasSize(2);
    assertThat(statements.path(0).path("Action").toString())
        .isEqualTo(
            "[\"lambda:GetAlias\",\"lambda:GetProvisionedConcurrencyConfig\","
                + "\"lambda:UpdateAlias\"]");
    assertThat(statements.path(0).path("Resource"))
        .hasSize(2)
        .extracting(SynthesizedStage::target)
        .containsOnly(function);
    assertThat(statements.path(1).path("Action").asText()).isEqualTo("cloudwatch:DescribeAlarms");
    assertThat(stage.resources("AWS::IAM::Policy").values())
        .noneMatch(policy -> policy.toString().contains("Canary"));
  }

  @Test
  void canary_whoseAlarmsAreAllOff_isRefused() {
    assertThatThrownBy(() -> trial(MONITORED + "  off: [query-errors, query-faults]\n"))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "canary is 'true', and monitoring.off leaves out query-errors and query-faults; leave"
                + " one of them on");
  }

  private SynthesizedStage trial(String yaml) throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(root.resolve("infra/stages/trial.yaml"), yaml);
    return SynthesizedStage.synthesize(root, "trial", stack -> {});
  }

  private static String idOf(SynthesizedStage stage, String type, String prefix) {
    return stage.resources(type).keySet().stream()
        .filter(id -> id.startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }
}
