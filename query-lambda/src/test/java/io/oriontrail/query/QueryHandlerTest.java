package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryHandlerTest extends ApiFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | /v1/timeline | | 400 | invalid-parameter | 'accountId' is missing",
        "GET | /v1/timeline | accountId=a | 400 | invalid-parameter | 'executionId' is missing",
        "GET | /v1/timeline | accountId=a&executionId= | 400 | invalid-id | must not be empty",
        "GET | /v1/timeline | accountId=a%23b&executionId=e | 400 | invalid-id | must not contain '#'; it is 'a#b'",
        "GET | /v1/timeline | accountId=a%0Ab&executionId=e | 400 | invalid-id | must not contain control characters",
        "GET | /v1/timeline | accountId=a&accountId=b&executionId=e | 400 | invalid-parameter | stands twice",
        "GET | /v1/timeline | accountId=a%ZZ&executionId=e | 400 | malformed-request | two hexadecimal digits",
        "GET | /v1/timeline | accountId=a%4&executionId=e | 400 | malformed-request | two hexadecimal digits",
        "GET | /v1/timeline | accountId=%C3%28&executionId=e | 400 | malformed-request | no UTF-8",
        "GET | /v1/timeline | accountId=%ED%A0%80&executionId=e | 400 | malformed-request | no UTF-8",
        "GET | /v1/accounts//executions/e | | 400 | invalid-id | must not be empty",
        "GET | /v1/accounts/a/executions/ | | 400 | invalid-id | must not be empty",
        "GET | /v1/timeline | accountId=a&executionId=nobody | 404 | execution-not-found | 'nobody'",
        "GET | /v1/accounts/a/executions/nobody | | 404 | execution-not-found | 'nobody'",
        "GET | /v1/accounts/a/b/executions/e | | 404 | route-not-found | /v1/timeline?accountId=",
        "GET | /v1/accounts/a/executions/e/other | | 404 | route-not-found | nothing at this path",
        "GET | / | | 404 | route-not-found | nothing at this path",
        "GET | /v2/timeline | | 404 | route-not-found | nothing at this path",
        "GET | /v1/unknown | | 404 | route-not-found | nothing at this path",
        "GET | /v1/timeline/ | | 404 | route-not-found | nothing at this path",
        "POST | /v1/timeline | | 405 | method-not-allowed | use GET",
        "DELETE | /v1/accounts/a/executions/e | | 405 | method-not-allowed | use GET",
        "OPTIONS | /v1/health | | 405 | method-not-allowed | use GET",
        "GET | /v1/events | accountId=a&executionId=e&limit=0 | 400 | invalid-parameter | from 1 to 500; it is '0'",
        "GET | /v1/events | accountId=a&executionId=e&limit=501 | 400 | invalid-parameter | from 1 to 500",
        "GET | /v1/events | accountId=a&executionId=e&limit=-1 | 400 | invalid-parameter | from 1 to 500",
        "GET | /v1/events | accountId=a&executionId=e&limit=x | 400 | invalid-parameter | it is 'x'",
        "GET | /v1/events | accountId=a&executionId=e&limit=99999999999999 | 400 | invalid-parameter | from 1 to 500",
        "GET | /v1/events | accountId=a&executionId=e&limit= | 400 | invalid-parameter | from 1 to 500",
        "GET | /v1/events | accountId=a&executionId=e&cursor= | 400 | invalid-cursor | begin again",
        "GET | /v1/events | accountId=a&executionId=e&cursor=!! | 400 | invalid-cursor | begin again",
        "GET | /v1/events | accountId=a&executionId=e&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | 400 | invalid-cursor | begin again",
        "GET | /v1/events | accountId=a&executionId=nobody | 404 | execution-not-found | 'nobody'",
        "GET | /v1/export | accountId=a&executionId=e | 400 | invalid-parameter | must be one of otlp, chrome, csv, ndjson, markdown; it is missing",
        "GET | /v1/export | accountId=a&executionId=e&format=xml | 400 | invalid-parameter | it is 'xml'",
        "GET | /v1/export | accountId=a&executionId=e&format=CSV | 400 | invalid-parameter | it is 'CSV'",
        "GET | /v1/export | accountId=a&executionId=nobody&format=csv | 404 | execution-not-found | 'nobody'",
        "GET | /v1/export | accountId=a&executionId=nobody&format=ndjson | 404 | execution-not-found | 'nobody'",
        "GET | /v1/export | format=csv | 400 | invalid-parameter | 'accountId' is missing; /v1/export?",
        "GET | /v1/compare | accountId=a&executionId=e&with=%0A | 400 | invalid-id | control characters",
        "GET | /v1/compare | accountId=a&executionId=nobody&with=f | 404 | execution-not-found | 'nobody'",
        "GET | /v1/executions | | 400 | invalid-parameter | 'accountId' names the account; it is missing",
        "GET | /v1/executions | accountId=a%23b | 400 | invalid-id | must not contain '#'",
        "GET | /v1/accounts/a/executions | limit=ten | 400 | invalid-parameter | from 1 to 500",
        "GET | /v1/accounts/a/executions | cursor=abc | 400 | invalid-cursor | begin again",
        "GET | /v1/failures | from=yesterday | 400 | invalid-parameter | must be a time as RFC 3339 writes it",
        "GET | /v1/failures | from=2026-03-01T10:00:00+01:00 | 400 | invalid-parameter | sent as %2B",
        "GET | /v1/failures | to=0001-01-01T00:00:00Z | 400 | invalid-parameter | years 2000 to 2199",
        "GET | /v1/failures | from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z | 400 | invalid-parameter | must lie before 'to'",
        "GET | /v1/failures | from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z | 400 | invalid-parameter | at most 31d",
        "GET | /v1/failures | step= | 400 | invalid-parameter | 'step' must have 1 to 128 characters",
        "GET | /v1/failures | errorCode=%0A | 400 | invalid-parameter | 'errorCode' must have 1 to 128 characters",
        "GET | /v1/failures | cursor=x&limit=1 | 400 | invalid-cursor | begin again",
        "GET | /v1/steps | window=1 | 400 | invalid-parameter | such as 30m, 24h or 7d, at most 31d; it is '1'",
        "GET | /v1/steps | window=0h | 400 | invalid-parameter | it is '0h'",
        "GET | /v1/steps | window=-1h | 400 | invalid-parameter | it is '-1h'",
        "GET | /v1/steps | window=32d | 400 | invalid-parameter | at most 31d",
        "GET | /v1/steps | window=999999d | 400 | invalid-parameter | at most 31d",
        "GET | /v1/steps | window=1000000m | 400 | invalid-parameter | at most 31d",
        "GET | /v1/map | window=PT1H | 400 | invalid-parameter | it is 'PT1H'",
        "GET | /v1/completeness | window=25h | 400 | invalid-parameter | at most 1d; it is '25h'",
        "GET | /v1/steps/ | | 400 | invalid-id | must not be empty",
        "GET | /v1/step | | 400 | invalid-parameter | 'step' is missing",
        "GET | /v1/step | step=a%23b | 400 | invalid-id | must not contain '#'",
        "GET | /v1/blast-radius | errorCode=E | 400 | invalid-parameter | 'step' is missing",
        "GET | /v1/blast-radius | step=A&window=1y | 400 | invalid-parameter | it is '1y'",
        "GET | /v1/timeline | accountId=%2F..%2F&executionId=%00 | 400 | invalid-id | control characters",
        "GET | /v1/timeline | %61ccountId=a&%65xecutionId=nobody | 404 | execution-not-found | 'nobody'",
        "GET | /v1/timeline | accountId | 400 | invalid-parameter | 'executionId' is missing",
        "GET | /v1/timeline | =&=x | 400 | invalid-parameter | stands twice",
        "GET | /v1/steps/A/B | | 404 | route-not-found | nothing at this path",
        "GET | /v1/accounts/a | | 404 | route-not-found | nothing at this path",
        "PUT | /v1/export | | 405 | method-not-allowed | use GET",
        "TRACE | /v1/compare | | 405 | method-not-allowed | use GET",
      })
  void request_wrong_isAProblemThatSaysWhat(
      String method, String path, String query, int status, String type, String detail) {
    Gateway.Reply reply = gateway.call(method, path, query == null ? "" : query, Map.of());

    contract.checkProblem(reply);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("type").asText()).isEqualTo("urn:orion-trail:problem:" + type);
    assertThat(reply.json().get("status").asInt()).isEqualTo(status);
    assertThat(reply.json().get("detail").asText()).contains(detail);
    assertThat(reply.json().get("requestId").asText()).isEqualTo(Gateway.REQUEST_ID);
    assertThat(reply.header("Allow")).isEqualTo(status == 405 ? "GET, HEAD" : null);
  }

  @Test
  void request_hugeIdsAndQueries_areProblems() {
    String huge = "x".repeat(100_000);

    Gateway.Reply id = gateway.get(BY_QUERY + "?accountId=a&executionId=" + huge);
    Gateway.Reply cursor =
        gateway.get(EVENTS_BY_QUERY + "?accountId=a&executionId=e&cursor=" + huge);
    Gateway.Reply many = gateway.get(BY_QUERY + "?" + "a=b&".repeat(20_000));

    for (Gateway.Reply reply : List.of(id, cursor, many)) {
      contract.checkProblem(reply);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.wireBytes()).isLessThan(2_000);
    }
    assertThat(id.json().get("detail").asText()).contains("at most 128 characters");
  }

  @Test
  void execution_unknown_saysWhatMayBeTheReason() {
    JsonNode problem = gateway.get("/v1/accounts/a/executions/nobody").json();

    assertThat(problem.get("hints"))
        .extracting(JsonNode::asText)
        .anySatisfy(hint -> assertThat(hint).contains("some seconds after"))
        .anySatisfy(hint -> assertThat(hint).contains("kept for 14 d"))
        .anySatisfy(hint -> assertThat(hint).contains("eu-central-1"));
  }

  @Test
  void request_hostileText_comesBackAsText() {
    String hostile = "<script>alert(1)</script>\"\\ \u202e";

    Gateway.Reply reply =
        gateway.get(BY_QUERY + "?accountId=" + Gateway.encode(hostile) + "&executionId=e");

    contract.check(BY_QUERY, reply);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().get("detail").asText()).contains(hostile);
  }

  @Test
  void store_down_isServiceUnavailable() {
    Gateway broken =
        gateway(
            (key, order, after, limit) -> {
              throw new StoreException("table is gone", new IllegalStateException("secret"));
            });

    Gateway.Reply reply = broken.get(PATH);
    Gateway.Reply health = broken.get("/v1/health");

    contract.check(BY_PATH, reply);
    contract.check("/v1/health", health);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.text()).doesNotContain("table", "secret");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().get("stores").get("events").asText()).isEqualTo("DOWN");
    assertThat(broken.log())
        .contains("table is gone", "io.oriontrail.store.StoreException", "IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void code_broken_isInternalErrorWithoutStackTrace() {
    Gateway broken =
        gateway(
            (key, order, after, limit) -> {
              throw new IllegalStateException("secret detail");
            });

    Gateway.Reply reply = broken.get(PATH);

    contract.check(BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).doesNotContain("secret", "IllegalState", "at io.oriontrail");
    assertThat(broken.log())
        .contains("java.lang.IllegalStateException", "QueryHandlerTest", "\"level\":\"ERROR\"")
        .doesNotContain("secret");
  }

  @Test
  void answer_ofAnyKind_isNothingThatABrowserRunsOrFrames() {
    for (String path : List.of("/v1/health", PATH, "/v1/unknown")) {
      Gateway.Reply reply = gateway.get(path);

      assertThat(reply.header("Content-Security-Policy"))
          .isEqualTo("default-src 'none'; frame-ancestors 'none'");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(reply.header("Strict-Transport-Security")).startsWith("max-age=");
    }
  }

  @Test
  void health_storeAnswers_isUp() {
    Gateway.Reply reply = gateway.get("/v1/health");

    contract.check("/v1/health", reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("status").asText()).isEqualTo("UP");
  }

  @Test
  void log_request_isOneLineOfMetricsWithoutIds() throws Exception {
    append(started(Events.KEY, "SECRET_STEP", 0));

    gateway.get(PATH);
    gateway.get("/v1/accounts/acct-1/executions/gone");

    List<String> lines = gateway.log().lines().toList();
    assertThat(lines)
        .hasSize(2)
        .noneMatch(line -> line.contains("acct-1") || line.contains("SECRET"));
    JsonNode first = Vectors.JSON.readTree(lines.getFirst());
    assertThat(first.get("route").asText()).isEqualTo("timeline");
    assertThat(first.get("status").asInt()).isEqualTo(200);
    assertThat(first.get(RequestLog.LATENCY).asDouble()).isEqualTo(7.25);
    assertThat(first.get(RequestLog.EVENTS).asInt()).isEqualTo(1);
    assertThat(first.get("coldStart").asBoolean()).isTrue();
    assertThat(first.get("requestId").asText()).isEqualTo(Gateway.REQUEST_ID);
    JsonNode metrics = first.get("_aws").get("CloudWatchMetrics").get(0);
    assertThat(metrics.get("Dimensions").toString()).isEqualTo("[[\"FunctionName\"]]");
    assertThat(first.get(RequestLog.FUNCTION).asText()).isEqualTo("query");
    metrics
        .get("Metrics")
        .forEach(metric -> assertThat(first.has(metric.get("Name").asText())).isTrue());
    assertThat(Vectors.JSON.readTree(lines.getLast()).get("coldStart").asBoolean()).isFalse();
  }

  @Test
  void completeness_ofTheLastHourThatIsOver_isWrittenAsMetrics() throws Exception {
    // 09:00 to 10:00, judged at 10:20: 100 were numbered, 5 of them given up, 90 are there.
    Instant nine = T0.minusSeconds(3_600);
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      events.add(
          StepEvent.started(Events.KEY, "S", nine.plusSeconds(60 + i))
              .eventId("k7f3q0a1b2-" + Integer.toString(i, 36))
              .build());
    }
    append(events);
    Map<String, Long> counters = Map.of("numbered", 100L, "dropped.FULL", 5L);
    store.append(
        List.of(
            new Heartbeat("k7f3q0a1b2", 0, nine.plusSeconds(30), Map.of("numbered", 0L)),
            new Heartbeat("k7f3q0a1b2", 1, nine.plusSeconds(900), counters),
            new Heartbeat("k7f3q0a1b2", 2, T0.plusSeconds(60), counters)),
        Instant.MAX);
    clock.advance(Duration.ofMinutes(20));

    gateway.invoke(
        "{\"%s\":\"%s\"}"
            .formatted(CompletenessLog.FIELD, CompletenessLog.TASK)
            .getBytes(StandardCharsets.UTF_8));

    JsonNode line = Vectors.JSON.readTree(gateway.log());
    assertThat(line.get(CompletenessLog.NUMBERED).asLong()).isEqualTo(100);
    assertThat(line.get(CompletenessLog.MISSING).asLong()).isEqualTo(10);
    assertThat(line.get(CompletenessLog.DROPPED).asLong()).isEqualTo(5);
    assertThat(line.get("from").asText()).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[\"FunctionName\"]]");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name"))
        .containsExactly(
            CompletenessLog.NUMBERED, CompletenessLog.MISSING, CompletenessLog.DROPPED);
    assertThat(gateway.log()).doesNotContain("acct-1", "k7f3q0a1b2");
  }

  @Test
  void completeness_storeThatDoesNotAnswer_failsTheInvocation() {
    byte[] task = "{\"orionTask\":\"completeness\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> gatewayWithoutRollups().invoke(task))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void handler_noEventOfAnHttpApi_failsTheInvocation() {
    for (String event :
        List.of(
            "[]",
            "{}",
            "{\"orionTask\":\"other\"}",
            "{\"version\":\"1.0\",\"path\":\"/v1/health\"}")) {
      assertThatThrownBy(() -> gateway.invoke(event.getBytes(StandardCharsets.UTF_8)))
          .hasMessageContaining("not an event of an HTTP API");
    }
  }
}
