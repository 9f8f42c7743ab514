package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlarmJsonTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-28T04:00:00Z");

  @Test
  void metricAlarm_isReadWithItsRunbookApartFromItsMeaning() {
    AlarmChange change =
        Alarms.read(
            Alarms.metric(
                "iterator-age", "Ingest is far behind the stream.", "OK", "ALARM", Alarms.AT));

    assertThat(change.name()).isEqualTo("orion-trail-production-iterator-age");
    assertThat(change.meaning()).isEqualTo("Ingest is far behind the stream.");
    assertThat(change.runbook()).isEqualTo("https://git.example.com/runbooks/iterator-age.md");
    assertThat(change.at()).isEqualTo(Alarms.AT);
    assertThat(change.alarming()).isTrue();
    assertThat(change.wasAlarming()).isFalse();
    assertThat(change.step()).isNull();
    assertThat(change.reason()).startsWith("Threshold Crossed: 3 out of the last 5 datapoints");
  }

  @Test
  void alarmOnMetricsOfAStep_namesIt() {
    assertThat(Alarms.read(Alarms.step("OPEN_ACCOUNT", Alarms.AT)).step())
        .isEqualTo("OPEN_ACCOUNT");
  }

  @Test
  void compositeAlarm_namesThePartsThatMadeItChange() {
    assertThat(
            Alarms.read(
                    Alarms.composite(
                        "ingest-unhealthy", Alarms.AT, List.of("iterator-age", "ingest-errors")))
                .parts())
        .containsExactly(
            "orion-trail-production-iterator-age", "orion-trail-production-ingest-errors");
  }

  @Test
  void alarmWithoutAllThatHelps_isStillOne() {
    AlarmChange change =
        Alarms.read("{\"AlarmName\":\"x\",\"NewStateValue\":\"ALARM\",\"AlarmDescription\":null}");

    assertThat(change.meaning()).isEqualTo("Alarm x.");
    assertThat(change.runbook()).isNull();
    assertThat(change.at()).isEqualTo(Alarms.AT);
    assertThat(change.parts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "[]", "{}", "{\"AlarmName\":\"x\"}", "{\"AlarmName\":"})
  void whatIsNoAlarm_isNotReadAsOne(String text) {
    assertThat(AlarmJson.read(text, RECEIVED)).isNull();
  }
}
