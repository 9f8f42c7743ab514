package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No request fails for size: what Lambda lets through is never exceeded. */
class AnswerSizeTest extends ApiFixture {
  /** The most that a function may answer, in bytes of JSON. */
  private static final int LAMBDA_LIMIT = 6_291_556;

  private static final Map<String, String> GZIP = Map.of("accept-encoding", "gzip");

  /** Runs one after another, so that an execution of many events has as many in order. */
  private static List<StepEvent> events(int count) {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String run = "r" + i / 2;
      events.add(
          i % 2 == 0
              ? StepEvent.started(Events.KEY, "STEP", T0.plusNanos(i)).runId(run).build()
              : StepEvent.ended(Events.KEY, "STEP", Status.SUCCEEDED, T0.plusNanos(i))
                  .runId(run)
                  .build());
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 50_000})
  void timeline_asManyAsCanBe_isWhole(int count) {
    Gateway many = gateway(new ListReader(events(count), 7_000));

    JsonNode timeline = many.get(PATH, GZIP).json();

    assertThat(timeline.get("truncated").asBoolean()).isFalse();
    assertThat(timeline.get("eventCount").asInt()).isEqualTo(count);
    assertThat(timeline.get("runs")).hasSize(count / 2);
    assertThat(timeline.get("payload").asText()).isEqualTo("INCLUDED");
  }

  @Test
  void timeline_oneTooMany_isOfTheFirstAndTheLast() {
    Gateway many = gateway(new ListReader(events(50_002), 7_000));

    Gateway.Reply reply = many.get(PATH, GZIP);

    contract.check(BY_PATH, reply);
    JsonNode timeline = reply.json();
    assertThat(timeline.get("truncated").asBoolean()).isTrue();
    assertThat(timeline.get("eventCount").asInt()).isEqualTo(50_000);
    assertThat(timeline.get("runs").get(0).get("runId").asText()).isEqualTo("r0");
    assertThat(timeline.get("runs").get(24_499).get("runId").asText()).isEqualTo("r24499");
    assertThat(timeline.get("runs").get(24_500).get("runId").asText()).isEqualTo("r24501");
    assertThat(timeline.get("runs").get(24_999).get("runId").asText()).isEqualTo("r25000");
    assertThat(timeline.get("verdict").asText()).contains("too many events to show");
  }

  @Test
  void timeline_notCompressed_fitsWithLess() {
    Gateway many = gateway(new ListReader(events(50_000), 50_000));

    Gateway.Reply reply = many.get(PATH);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.wireBytes()).isLessThanOrEqualTo(LAMBDA_LIMIT);
    assertThat(reply.json().get("payload").asText()).isEqualTo("OMITTED_FOR_SIZE");
    assertThat(reply.json().get("truncated").asBoolean()).isTrue();
    assertThat(reply.json().get("runs").size()).isBetween(3_000, 25_000);
  }

  @Test
  void timeline_attributesThatDoNotCompress_areLeftOut() {
    Gateway many = gateway(new ListReader(withNoise(events(1_400)), 50_000));

    Gateway.Reply reply = many.get(PATH, GZIP);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.wireBytes()).isLessThanOrEqualTo(LAMBDA_LIMIT);
    assertThat(reply.json().get("payload").asText()).isEqualTo("OMITTED_FOR_SIZE");
    assertThat(reply.json().get("truncated").asBoolean()).isFalse();
    assertThat(reply.json().get("runs")).hasSize(700);
    assertThat(reply.json().get("runs").get(0).get("attributes")).isEmpty();
  }

  @Test
  void events_pageThatDoesNotFit_isShorter() {
    ListReader reader = new ListReader(withNoise(events(400)), 50_000);
    Gateway many = gateway(reader);
    int read = 0;
    int pages = 0;
    String query = "limit=400";
    while (query != null) {
      Gateway.Reply page = many.call("GET", PATH + "/events", query, Map.of());
      assertThat(page.wireBytes()).isLessThanOrEqualTo(LAMBDA_LIMIT);
      read += page.json().get("events").size();
      pages++;
      JsonNode next = page.json().get("nextCursor");
      query = next == null ? null : "limit=400&cursor=" + next.asText();
    }

    assertThat(read).isEqualTo(400);
    assertThat(pages).isGreaterThan(1);
  }

  /** Each with attributes as long as they may be, of characters that take four bytes each. */
  private static List<StepEvent> withNoise(List<StepEvent> events) {
    Random random = new Random(1);
    return events.stream()
        .map(
            event -> {
              Map<String, String> attributes = new TreeMap<>();
              for (int i = 0; i < 16; i++) {
                StringBuilder value = new StringBuilder();
                for (int j = 0; j < 256; j++) {
                  value.appendCodePoint(0x20000 + random.nextInt(0xA000));
                }
                attributes.put("key" + i, value.toString());
              }
              return event.toBuilder().attributes(attributes).build();
            })
        .toList();
  }
}
