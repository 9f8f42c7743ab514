package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryConfigTest {
  @Test
  void config_tableAlone_hasDefaults() {
    QueryConfig config = QueryConfig.from(Map.of(QueryConfig.EVENT_TABLE, "events"));

    assertThat(config)
        .isEqualTo(
            new QueryConfig(
                "events",
                null,
                Duration.ofDays(14),
                null,
                null,
                new Access(Access.Mode.OIDC, List.of()),
                new QueryConfig.Audit(null, true, Duration.ofDays(400)),
                List.of(),
                null,
                null,
                null));
  }

  @Test
  void config_everything_isRead() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ORION_EVENT_TABLE", "events");
    environment.put("ORION_ROLLUP_TABLE", "rollups");
    environment.put("ORION_RETENTION", "P30D");
    environment.put("ORION_JOURNEY_FILE", "journey.yaml");
    environment.put("ORION_CURSOR_KEY", "k".repeat(32));
    environment.put("ORION_ACCESS", "iam");
    environment.put(
        "ORION_PAYLOAD_PRINCIPALS", "arn:aws:sts::1:assumed-role/A/, arn:aws:iam::1:user/b");
    environment.put("ORION_AUDIT", "dynamodb");
    environment.put("ORION_AUDIT_TABLE", "audit");
    environment.put("ORION_AUDIT_RETENTION", "P90D");
    environment.put("ORION_ORIGIN_SECRETS", "o".repeat(32) + "," + "p".repeat(32));
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000");
    environment.put("AWS_ACCESS_KEY_ID", "id");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_SESSION_TOKEN", "token");

    assertThat(QueryConfig.from(environment))
        .isEqualTo(
            new QueryConfig(
                "events",
                "rollups",
                Duration.ofDays(30),
                Path.of("journey.yaml"),
                "k".repeat(32),
                new Access(
                    Access.Mode.IAM,
                    List.of("arn:aws:sts::1:assumed-role/A/", "arn:aws:iam::1:user/b")),
                new QueryConfig.Audit("audit", false, Duration.ofDays(90)),
                List.of("o".repeat(32), "p".repeat(32)),
                "eu-central-1",
                URI.create("http://127.0.0.1:8000"),
                new QueryConfig.Credentials("id", "secret", "token")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ORION_EVENT_TABLE | '' | ORION_EVENT_TABLE is not set",
        "ORION_RETENTION | 14 days | ORION_RETENTION must be an ISO 8601 duration longer than zero, such as P14D; it is '14 days'",
        "ORION_RETENTION | PT0S | it is 'PT0S'",
        "ORION_RETENTION | P-1D | it is 'P-1D'",
        "ORION_ORIGIN_SECRETS | short | each of ORION_ORIGIN_SECRETS must have at least 32 bytes",
        "ORION_ORIGIN_SECRETS | 0123456789abcdef0123456789abcdef, | each of ORION_ORIGIN_SECRETS must",
        "ORION_CURSOR_KEY | short | ORION_CURSOR_KEY must have at least 32 bytes",
        "ORION_ACCESS | all | ORION_ACCESS must be oidc, iam or open; it is 'all'",
        "ORION_PAYLOAD_PRINCIPALS | admin | ORION_PAYLOAD_PRINCIPALS must be ARNs, separated by commas; it is 'admin'",
        "ORION_AUDIT | dynamodb | ORION_AUDIT_TABLE is not set",
        "ORION_AUDIT | none | ORION_AUDIT must be dynamodb, log or off; it is 'none'",
        "ORION_AUDIT_RETENTION | 1y | ORION_AUDIT_RETENTION must be an ISO 8601 duration",
        "AWS_ENDPOINT_URL_DYNAMODB | localhost:8000 | AWS_ENDPOINT_URL_DYNAMODB must be a URL such as http://127.0.0.1:8000; it is 'localhost:8000'",
        "AWS_ENDPOINT_URL_DYNAMODB | http://[ | it is 'http://['",
        "AWS_ACCESS_KEY_ID | id | only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set",
        "AWS_SECRET_ACCESS_KEY | s | only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set",
      })
  void config_wrongValue_namesVariableAndValue(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(Map.of(QueryConfig.EVENT_TABLE, "events"));
    environment.put(name, value);

    assertThatThrownBy(() -> QueryConfig.from(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void config_asText_holdsNoSecret() {
    QueryConfig config =
        QueryConfig.from(
            Map.of(
                QueryConfig.EVENT_TABLE, "events",
                QueryConfig.CURSOR_KEY, "cursorsecret".repeat(3),
                QueryConfig.ORIGIN_SECRETS, "hidden".repeat(6),
                QueryConfig.ACCESS_KEY_ID, "id",
                QueryConfig.SECRET_ACCESS_KEY, "hidden",
                QueryConfig.SESSION_TOKEN, "hidden"));

    assertThat(config.toString() + config.credentials()).doesNotContain("hidden", "cursorsecret");
  }

  @Test
  void handler_wrongJourneyFile_doesNotStart() {
    assertThatThrownBy(
            () ->
                new QueryHandler(
                    Map.of(
                        QueryConfig.EVENT_TABLE, "events",
                        QueryConfig.REGION, "eu-central-1",
                        QueryConfig.JOURNEY_FILE, "no-such-file.yaml")))
        .isInstanceOf(JourneyException.class)
        .hasMessageContaining("no-such-file.yaml");
  }
}
