package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the calculator counts the alarms that are deployed. */
final class AlarmBillTest {
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final String COMPOSITE = "AWS::CloudWatch::CompositeAlarm";

  @Test
  void alarmsFile_holdsWhatTheFullStagesTemplateDoes() throws IOException {
    SynthesizedStage stage = SynthesizedStage.example("production");
    Map<String, String> rows = new TreeMap<>();
    stage
        .resources(ALARM)
        .forEach(
            (id, alarm) -> {
              String name = name(alarm);
              if (!name.startsWith("step-failures-")) {
                rows.put(name, name + "," + over(stage, id) + "," + metrics(alarm));
              }
            });
    stage.resources(COMPOSITE).values().forEach(c -> rows.put(name(c), name(c) + ",,0"));

    Documented.requireFile(
        StandInRoot.repository().resolve("infra/src/main/resources/io/oriontrail/infra/alarms.csv"),
        "alarm,part of,metrics\n" + String.join("\n", rows.values()) + "\n");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void bill_ofEachExample_isWhatItsTemplateHolds(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    int metrics = stage.resources(ALARM).values().stream().mapToInt(AlarmBillTest::metrics).sum();
    assertThat(AlarmBill.of(stage.config()))
        .isEqualTo(new AlarmBill(metrics, stage.resources(COMPOSITE).size()));
  }

  /** CloudWatch bills what an alarm looks at; a band is two more. */
  private static int metrics(JsonNode alarm) {
    JsonNode queries = alarm.at("/Properties/Metrics");
    if (!queries.isArray()) {
      return 1;
    }
    boolean band = queries.toString().contains("ANOMALY_DETECTION_BAND");
    return queries.findValues("MetricStat").size() + (band ? AlarmBill.BAND_METRICS : 0);
  }

  private static String over(SynthesizedStage stage, String part) {
    return stage.resources(COMPOSITE).values().stream()
        .filter(c -> c.at("/Properties/AlarmRule").toString().contains("\"" + part + "\""))
        .map(AlarmBillTest::name)
        .findFirst()
        .orElse("");
  }

  private static String name(JsonNode alarm) {
    return alarm.at("/Properties/AlarmName").asText().replaceFirst("orion-trail-[a-z]+-", "");
  }
}
