package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertConfigTest {

  static Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            AlertConfig.STAGE, "production",
            AlertConfig.EVENT_TABLE, "events",
            AlertConfig.ROLLUP_TABLE, "rollups",
            AlertConfig.ALERT_TABLE, "alerts",
            AlertConfig.PAGE_ALARMS, "arn:page-alarms",
            AlertConfig.TICKET_ALARMS, "arn:ticket-alarms",
            AlertConfig.PAGE_TOPIC, "arn:page",
            AlertConfig.TICKET_TOPIC, "arn:ticket",
            AlertConfig.DASHBOARD, "https://dashboard.example.com/",
            AlertConfig.REGION, "eu-west-1"));
  }

  @Test
  void settings_leftOut_haveTheirDefaults() {
    AlertConfig config = AlertConfig.from(environment());

    assertThat(config.groups()).isEmpty();
    assertThat(config.groupFor()).isEqualTo(Duration.ofHours(4));
    assertThat(config.executions()).isEqualTo(3);
    assertThat(config.alarms()).containsEntry("arn:page-alarms", Severity.PAGE);
    assertThat(config.receivers())
        .containsEntry(Severity.PAGE, new AlertConfig.Receivers("arn:page", null));
  }

  @Test
  void settings_given_areRead() {
    Map<String, String> environment = environment();
    environment.put(AlertConfig.GROUPS, "ingest=freshness,silence;query=query-latency");
    environment.put(AlertConfig.GROUP_FOR, "PT30M");
    environment.put(AlertConfig.EXECUTIONS, "0");
    environment.put(AlertConfig.PAGE_CHAT, "arn:secret");

    AlertConfig config = AlertConfig.from(environment);

    assertThat(config.groups())
        .isEqualTo(Map.of("freshness", "ingest", "silence", "ingest", "query-latency", "query"));
    assertThat(config.groupFor()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.executions()).isZero();
    assertThat(config.receivers())
        .containsEntry(Severity.PAGE, new AlertConfig.Receivers("arn:page", "arn:secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        AlertConfig.STAGE,
        AlertConfig.EVENT_TABLE,
        AlertConfig.ROLLUP_TABLE,
        AlertConfig.ALERT_TABLE,
        AlertConfig.PAGE_ALARMS,
        AlertConfig.TICKET_TOPIC,
        AlertConfig.DASHBOARD,
        AlertConfig.REGION
      })
  void setting_missing_isNamed(String name) {
    Map<String, String> environment = environment();
    environment.remove(name);

    assertThatThrownBy(() -> AlertConfig.from(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is not set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        AlertConfig.DASHBOARD + "|https://dashboard.example.com",
        AlertConfig.DASHBOARD + "|http://dashboard.example.com/",
        AlertConfig.GROUPS + "|ingest",
        AlertConfig.GROUPS + "|a=x;b=x",
        AlertConfig.GROUPS + "|a=x,,y",
        AlertConfig.GROUP_FOR + "|4h",
        AlertConfig.GROUP_FOR + "|PT0S",
        AlertConfig.EXECUTIONS + "|11",
        AlertConfig.EXECUTIONS + "|few",
        AlertConfig.SNS_ENDPOINT + "|sns"
      })
  void setting_wrong_isNamedWithItsValue(String name, String value) {
    Map<String, String> environment = environment();
    environment.put(name, value);

    assertThatThrownBy(() -> AlertConfig.from(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " must ")
        .hasMessageEndingWith("; it is '" + value + "'");
  }
}
