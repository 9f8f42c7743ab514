package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineCallTest extends ApiFixture {
  @Test
  void timelineByPath_knownExecution_isTheTimeline() {
    append(started(Events.KEY, "A", 0), ended(Events.KEY, "A", 100));

    Gateway.Reply reply = gateway.get(PATH);

    contract.check(BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("verdict").asText()).isNotBlank();
    assertThat(reply.json().get("runs")).hasSize(1);
    assertThat(reply.json().get("asOf").asText()).isEqualTo("2026-03-01T10:00:30.000000000Z");
    assertThat(reply.header("X-Request-Id")).isEqualTo(Gateway.REQUEST_ID);
    assertThat(reply.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void timelineByQuery_idsOfAnyScript_isTheTimeline() {
    append(started(ODD, "ÜBERPRÜFUNG α", 0));
    Gateway.Reply reply = gateway.get(BY_QUERY + ODD_QUERY);

    contract.check(BY_QUERY, reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("accountId").asText()).isEqualTo(ODD.accountId());
    assertThat(reply.json().get("executionId").asText()).isEqualTo(ODD.executionId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a%b", "a b", "100%", "ü☃", "a#b?c", "..", "a+b", "%"})
  void timelineByPath_decodedId_isNotDecodedAgain(String executionId) {
    append(started(ExecutionKey.of("acct-1", executionId), "A", 0));

    Gateway.Reply reply = gatewayPath("/v1/accounts/acct-1/executions/" + executionId);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("executionId").asText()).isEqualTo(executionId);
  }

  /** The whole text is the path: the gateway has parted it from the query before. */
  private Gateway.Reply gatewayPath(String path) {
    return gateway.call("GET", path, "", Map.of());
  }

  @Test
  void timeline_unchanged_isNotSentAgain() {
    append(started(Events.KEY, "A", 0));
    String tag = String.valueOf(gateway.get(PATH).header("ETag"));
    clock.advance(Duration.ofSeconds(10));

    Gateway.Reply reply = gateway.get(PATH, Map.of("if-none-match", "\"other\", " + tag));

    contract.check(BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(304);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("ETag")).isEqualTo(tag);
  }

  @Test
  void timeline_newEvent_hasAnotherTag() {
    append(started(Events.KEY, "A", 0));
    String tag = String.valueOf(gateway.get(PATH).header("ETag"));
    append(ended(Events.KEY, "A", 100));

    Gateway.Reply reply = gateway.get(PATH, Map.of("if-none-match", tag));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("ETag")).isNotEqualTo(tag);
  }

  @Test
  void timeline_stalledBySilenceAlone_hasAnotherTag() {
    append(started(Events.KEY, "A", 0));
    String tag = String.valueOf(gateway.get(PATH).header("ETag"));
    clock.advance(Duration.ofMinutes(15));

    Gateway.Reply reply = gateway.get(PATH, Map.of("if-none-match", tag));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("status").asText()).isEqualTo("STALLED");
  }

  @Test
  void timeline_gzipAccepted_isSmallerAndEqual() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(started(Events.KEY, "STEP_" + i, i));
      events.add(ended(Events.KEY, "STEP_" + i, i + 50));
    }
    append(events);

    Gateway.Reply plain = gateway.get(PATH);
    Gateway.Reply zipped = gateway.get(PATH, Map.of("Accept-Encoding", "br, gzip;q=0.8"));
    Gateway.Reply refused = gateway.get(PATH, Map.of("accept-encoding", "gzip;q=0, identity"));

    contract.check(BY_PATH, zipped);
    assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(zipped.header("Vary")).contains("Accept-Encoding");
    assertThat(zipped.text()).isEqualTo(plain.text());
    assertThat(zipped.wireBytes()).isLessThan(plain.wireBytes() / 4);
    assertThat(refused.header("Content-Encoding")).isNull();
    assertThat(refused.text()).isEqualTo(plain.text());
  }

  @Test
  void timeline_head_hasHeadersAlone() {
    append(started(Events.KEY, "A", 0));

    Gateway.Reply reply = gateway.call("HEAD", PATH, "", Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("ETag")).isNotNull();
    assertThat(reply.text()).isEmpty();
  }
}
