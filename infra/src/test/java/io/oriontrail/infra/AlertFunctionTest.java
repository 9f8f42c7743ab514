package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.alert.AlertConfig;
import io.oriontrail.alert.AlertHandler;
import io.oriontrail.ingest.MetricsLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From CloudWatch's topics through the alert function to its receivers. */
final class AlertFunctionTest {
  private static final String STAGE =
      """
      region: eu-west-1
      monitoring:
        page: {emails: [a@example.com]}
        ticket: {emails: [b@example.com]}
      """;

  @TempDir Path root;

  private final SynthesizedStage production = SynthesizedStage.example("production");

  @Test
  void environment_isAConfigurationThatTheFunctionAccepts() {
    AlertConfig config = AlertConfig.from(environment(production));

    assertThat(config.stage()).isEqualTo("production");
    assertThat(config.retention()).isEqualTo(production.config().table().retention());
    assertThat(config.groupFor()).isEqualTo(Duration.ofHours(4));
    assertThat(config.groups())
        .containsEntry("ingest-unhealthy", "ingest")
        .containsEntry("slo-freshness-steady", "ingest")
        .containsEntry("query-latency", "query")
        .containsEntry("quarantine", "quarantine")
        .doesNotContainKeys("data-at-risk", "step-failures-OPEN_ACCOUNT", "iterator-age");
    assertThat(AlertConfig.STEP_DIMENSION).isEqualTo(MetricsLine.STEP);
  }

  @Test
  void everyAlarmInAGroup_isOneOfTheStageThatTells() {
    assertThat(AlertConfig.from(environment(production)).groups().keySet())
        .allSatisfy(
            alarm -> assertThat(actions(production, "orion-trail-production-" + alarm)).hasSize(1));
  }

  @Test
  void topicsThatCloudWatchPublishesTo_callTheFunctionByItsAlias() {
    String alias = alias(production);

    assertThat(production.resources("AWS::SNS::Subscription").values())
        .filteredOn(s -> s.at("/Properties/Protocol").asText().equals("lambda"))
        .hasSize(2)
        .allSatisfy(
            s ->
                assertThat(SynthesizedStage.target(s.at("/Properties/Endpoint"))).isEqualTo(alias));
    assertThat(production.resources("AWS::Lambda::Permission").values())
        .filteredOn(p -> p.at("/Properties/Principal").asText().equals("sns.amazonaws.com"))
        .hasSize(2)
        .allSatisfy(
            p ->
                assertThat(SynthesizedStage.target(p.at("/Properties/FunctionName")))
                    .isEqualTo(alias));
  }

  @Test
  void whatCannotBeTold_isTriedAgainAndThenLiesInAQueueThatHasAnAlarmOfItsOwn() {
    JsonNode invoke = production.only("AWS::Lambda::EventInvokeConfig").path("Properties");
    String queue = production.onlyId("AWS::SQS::Queue");

    assertThat(invoke.path("MaximumRetryAttempts").asInt()).isEqualTo(2);
    assertThat(SynthesizedStage.target(invoke.at("/DestinationConfig/OnFailure/Destination")))
        .isEqualTo(queue);
    JsonNode alarm = alarm(production, "orion-trail-production-alerts-lost");
    assertThat(SynthesizedStage.target(alarm.at("/Dimensions/0/Value"))).isEqualTo(queue);
    // To people, not by way of the function that it is about.
    assertThat(SynthesizedStage.target(alarm.path("AlarmActions").path(0)))
        .startsWith("MonitoringTopicsPage")
        .doesNotContain("Alarms");
  }

  @Test
  void everyOtherAlarm_isPublishedToWhatTheFunctionTakesUp() {
    for (String type : new String[] {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}) {
      assertThat(production.resources(type).values())
          .extracting(alarm -> alarm.path("Properties"))
          .filteredOn(alarm -> alarm.has("AlarmActions"))
          .filteredOn(alarm -> !alarm.path("AlarmName").asText().endsWith("-alerts-lost"))
          .isNotEmpty()
          .allSatisfy(
              alarm ->
                  assertThat(SynthesizedStage.target(alarm.path("AlarmActions").path(0)))
                      .matches("MonitoringTopics(Page|Ticket)Alarms.*"));
    }
  }

  @Test
  void severity_givenForAnAlarm_movesItToThatTopic() throws IOException {
    SynthesizedStage stage =
        trial(
            STAGE
                + "  severities: {freshness: page, ingest-unhealthy: ticket}\n"
                + "  alerts: {groupFor: PT30M, executions: 0, dashboard: https://orion.example.com/}\n");

    assertThat(actions(stage, "orion-trail-trial-freshness").path(0).toString())
        .contains("PageAlarms");
    assertThat(actions(stage, "orion-trail-trial-ingest-unhealthy").path(0).toString())
        .contains("TicketAlarms");
    AlertConfig config = AlertConfig.from(environment(stage));
    assertThat(config.groupFor()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.executions()).isZero();
    assertThat(config.dashboard()).isEqualTo("https://orion.example.com/");
    assertThat(stage.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severities: {freshness: low}|monitoring.severities.freshness is 'low'; allowed is page or ticket",
        "severities: {iterator-age: page}|monitoring.severities names 'iterator-age'; alarms that tell",
        "alerts: {groupFor: PT1M}|monitoring.alerts.groupFor is 'PT1M'; allowed is ",
        "alerts: {executions: 11}|monitoring.alerts.executions is '11'; allowed is ",
        "alerts: {dashboard: http://x/}|monitoring.alerts.dashboard is 'http://x/'; allowed is ",
      })
  void setting_wrong_isNamedWithItsValue(String line, String message) {
    assertThatThrownBy(() -> trial(STAGE + "  " + line + "\n"))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("trial.yaml: " + message);
  }

  @Test
  void chat_alone_isNoReceiver() {
    assertThatThrownBy(
            () ->
                trial(
                    STAGE.replace(
                        "emails: [a@example.com]",
                        "chatSecret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-AbCdEf")))
        .hasMessageStartingWith(
            "trial.yaml: monitoring.page.emails is ''; allowed is at least one");
    assertThatThrownBy(
            () -> trial(STAGE.replace("emails: [a@", "chatSecret: my-secret, emails: [a@")))
        .hasMessageStartingWith(
            "trial.yaml: monitoring.page.chatSecret is 'my-secret'; allowed is");
  }

  private SynthesizedStage trial(String yaml) throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(root.resolve("infra").resolve("stages").resolve("trial.yaml"), yaml);
    return SynthesizedStage.synthesize(root, "trial", stack -> {});
  }

  private static JsonNode alarm(SynthesizedStage stage, String name) {
    for (String type : new String[] {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}) {
      for (JsonNode alarm : stage.resources(type).values()) {
        if (alarm.at("/Properties/AlarmName").asText().equals(name)) {
          return alarm.path("Properties");
        }
      }
    }
    throw new AssertionError("no alarm " + name);
  }

  private static JsonNode actions(SynthesizedStage stage, String name) {
    return alarm(stage, name).path("AlarmActions");
  }

  private static String alias(SynthesizedStage stage) {
    return stage.resources("AWS::Lambda::Alias").keySet().stream()
        .filter(id -> id.startsWith("MonitoringAlertFunction"))
        .findFirst()
        .orElseThrow();
  }

  /** As Lambda would set it, with names in place of references. */
  private static Map<String, String> environment(SynthesizedStage stage) {
    Map<String, String> environment = new TreeMap<>(Map.of("AWS_REGION", "eu-west-1"));
    stage.resources("AWS::Lambda::Function").values().stream()
        .map(function -> function.path("Properties"))
        .filter(f -> f.path("Handler").asText().startsWith(AlertHandler.class.getName()))
        .flatMap(function -> function.at("/Environment/Variables").properties().stream())
        .forEach(
            variable ->
                environment.put(variable.getKey(), PolicyStatements.text(variable.getValue())));
    return environment;
  }
}
