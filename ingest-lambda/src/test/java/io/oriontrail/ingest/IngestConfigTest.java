package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "ORION_EVENT_TABLE", "OrionEvents",
          "ORION_QUARANTINE_BUCKET", "orion-quarantine",
          "AWS_REGION", "eu-west-1");

  @Test
  void leastSettings_read_haveTheDefaults() {
    assertThat(IngestConfig.from(LEAST))
        .isEqualTo(
            new IngestConfig(
                "OrionEvents",
                null,
                Duration.ofDays(14),
                "orion-quarantine",
                PayloadRules.NONE,
                Set.of(),
                "eu-west-1",
                null,
                null));
  }

  @Test
  void allSettings_read_areTaken() {
    Map<String, String> all = new HashMap<>(LEAST);
    all.put("ORION_ROLLUP_TABLE", "OrionRollups");
    all.put("ORION_RETENTION", "P30D");
    all.put("ORION_ATTRIBUTES", "region, tier");
    all.put("ORION_STEP_METRICS", "VERIFY_IDENTITY, OPEN_ACCOUNT");
    all.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000");
    all.put("AWS_ENDPOINT_URL_S3", "https://s3.local/");

    assertThat(IngestConfig.from(all))
        .isEqualTo(
            new IngestConfig(
                "OrionEvents",
                "OrionRollups",
                Duration.ofDays(30),
                "orion-quarantine",
                new PayloadRules(Set.of("region", "tier"), null),
                Set.of("VERIFY_IDENTITY", "OPEN_ACCOUNT"),
                "eu-west-1",
                URI.create("http://127.0.0.1:8000"),
                URI.create("https://s3.local/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORION_EVENT_TABLE", "ORION_QUARANTINE_BUCKET", "AWS_REGION"})
  void neededSetting_missingOrBlank_isNamed(String name) {
    Map<String, String> missing = new HashMap<>(LEAST);
    missing.remove(name);
    Map<String, String> blank = new HashMap<>(LEAST);
    blank.put(name, " ");

    assertThatThrownBy(() -> IngestConfig.from(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is not set; it must be ");
    assertThatThrownBy(() -> IngestConfig.from(blank))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is not set; it must be ");
  }

  @ParameterizedTest
  @CsvSource({
    "ORION_ROLLUP_TABLE, ''",
    "ORION_ATTRIBUTES, 'a,,b'",
    "ORION_STEP_METRICS, 'A,,B'",
    "ORION_REDACT, '['",
    "ORION_REDACT, 'a*'",
    "ORION_RETENTION, 14 days",
    "ORION_RETENTION, ''",
    "ORION_RETENTION, PT59M",
    "ORION_RETENTION, P3661D",
    "ORION_RETENTION, -P1D",
    "AWS_ENDPOINT_URL_DYNAMODB, localhost:8000",
    "AWS_ENDPOINT_URL_DYNAMODB, ftp://127.0.0.1",
    "AWS_ENDPOINT_URL_S3, 'http://a b'",
    "AWS_ENDPOINT_URL_S3, ''",
  })
  void wrongValue_read_isNamedWithIt(String name, String value) {
    Map<String, String> wrong = new HashMap<>(LEAST);
    wrong.put(name, value);

    assertThatThrownBy(() -> IngestConfig.from(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " must be ")
        .hasMessageEndingWith("; it is '" + value + "'");
  }
}
