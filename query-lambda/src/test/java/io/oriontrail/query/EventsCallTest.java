package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsCallTest extends ApiFixture {
  @Test
  void events_paged_areAllInKeyOrder() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 123; i++) {
      events.add(started(ODD, "STEP_" + i, 1_000 - i));
    }
    append(events);
    String query = EVENTS_BY_QUERY + ODD_QUERY;
    List<String> steps = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Gateway.Reply page = gateway.get(query + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      contract.check(EVENTS_BY_QUERY, page);
      assertThat(page.status()).isEqualTo(200);
      page.json().get("events").forEach(event -> steps.add(event.get("step").asText()));
      sizes.add(page.json().get("events").size());
      JsonNode next = page.json().get("nextCursor");
      cursor = next == null ? null : next.asText();
      assertThat(page.header("X-Next-Cursor")).isEqualTo(cursor);
    }

    assertThat(sizes).containsExactly(50, 50, 23);
    assertThat(steps).hasSize(123).first().isEqualTo("STEP_122");
    assertThat(steps).last().isEqualTo("STEP_0");
  }

  @Test
  void events_asNdjson_areTheStoredEvents() {
    append(started(Events.KEY, "A", 0), ended(Events.KEY, "A", 100));

    Gateway.Reply reply = gateway.get(PATH + "/events", Map.of("accept", "application/x-ndjson"));

    contract.check(EVENTS_BY_PATH, reply);
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    List<StepEvent> read =
        reply
            .text()
            .lines()
            .map(line -> Vectors.decode(line.getBytes(StandardCharsets.UTF_8)))
            .toList();
    assertThat(read)
        .containsExactly(
            started(Events.KEY, "A", 0).identified(), ended(Events.KEY, "A", 100).identified());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/json",
        "*/* | application/json",
        "application/* | application/json",
        "application/json;q=0.5, application/x-ndjson | application/x-ndjson",
        "text/html, application/x-ndjson;q=0.1 | application/x-ndjson",
        "text/html | application/problem+json",
        "application/json;q=0 | application/problem+json",
      })
  void events_formAskedFor_isTheFormOfTheAnswer(String accept, String type) {
    append(started(Events.KEY, "A", 0));

    Gateway.Reply reply = gateway.get(PATH + "/events", Map.of("accept", accept));

    contract.check(EVENTS_BY_PATH, reply);
    assertThat(reply.header("Content-Type")).isEqualTo(type);
  }

  @Test
  void cursor_changedOrOfAnotherExecution_isRefused() {
    ExecutionKey other = ExecutionKey.of("acct-1", "exec-2");
    append(started(Events.KEY, "A", 0), started(Events.KEY, "B", 1), started(other, "A", 0));
    String path = PATH + "/events";
    String cursor =
        gateway.call("GET", path, "limit=1", Map.of()).json().get("nextCursor").asText();

    for (int i = 0; i < cursor.length() - 1; i++) {
      char changed = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String forged = cursor.substring(0, i) + changed + cursor.substring(i + 1);
      assertThat(gateway.call("GET", path, "cursor=" + forged, Map.of()).status()).isEqualTo(400);
    }
    String otherPath = "/v1/accounts/acct-1/executions/exec-2/events";
    assertThat(gateway.call("GET", otherPath, "cursor=" + cursor, Map.of()).status())
        .isEqualTo(400);
    assertThat(gateway.call("GET", path, "cursor=" + cursor, Map.of()).status()).isEqualTo(200);
  }
}
