package io.oriontrail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StepEventJsonTest {
  private static final int EVENTS = 1_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final StepEvent SMALL =
      StepEvent.started(
              ExecutionKey.of("acct-42", "exec-7"), "SCORE", Instant.parse("2026-11-22T10:15:30Z"))
          .build();

  @Test
  void encode_anyEvent_isByteForByteWhatJacksonWrites() {
    RandomEvents events = new RandomEvents(1);
    for (int i = 0; i < EVENTS; i++) {
      StepEvent event = events.next();
      assertThat(text(StepEventJson.encode(event))).isEqualTo(text(JacksonWriter.encode(event)));
    }
  }

  @Test
  void encode_anyHeartbeat_isByteForByteWhatJacksonWrites() {
    RandomEvents events = new RandomEvents(2);
    for (int i = 0; i < EVENTS; i++) {
      Heartbeat beat = events.nextHeartbeat();
      assertThat(text(StepEventJson.encode(beat))).isEqualTo(text(JacksonWriter.encode(beat)));
    }
  }

  @Test
  void encode_anyEvent_isReadByDatabindWithEveryFieldAsItWas() throws IOException {
    RandomEvents events = new RandomEvents(3);
    for (int i = 0; i < EVENTS; i++) {
      StepEvent event = events.next();
      JsonNode tree = MAPPER.readTree(StepEventJson.encode(event));
      assertThat(tree.get("executionId").textValue()).isEqualTo(event.key().executionId());
      assertThat(tree.get("step").textValue()).isEqualTo(event.step());
      assertThat(Instant.parse(tree.get("timestamp").textValue())).isEqualTo(event.timestamp());
      assertThat(tree.path("errorMessage").textValue()).isEqualTo(event.errorMessage());
      assertThat(
              tree.path("durationNanos").isMissingNode()
                  ? null
                  : tree.get("durationNanos").longValue())
          .isEqualTo(event.durationNanos());
      Map<String, String> attributes = new TreeMap<>();
      tree.path("attributes")
          .properties()
          .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().textValue()));
      assertThat(attributes).isEqualTo(event.attributes());
    }
  }

  @Test
  void decode_anyEncodedMessage_isTheMessage() {
    RandomEvents events = new RandomEvents(4);
    for (int i = 0; i < EVENTS; i++) {
      StepEvent event = events.next().identified();
      assertThat(StepEventJson.decode(StepEventJson.encode(event)))
          .isEqualTo(new StepEventJson.Decoded(event, 0));
      Heartbeat beat = events.nextHeartbeat();
      assertThat(StepEventJson.decode(StepEventJson.encode(beat)).message()).isEqualTo(beat);
    }
  }

  @Test
  void decode_treeWrittenByDatabindInAnotherOrder_isTheSameEvent() throws IOException {
    RandomEvents events = new RandomEvents(5);
    for (int i = 0; i < EVENTS; i++) {
      StepEvent event = events.next().identified();
      JsonNode tree = MAPPER.readTree(StepEventJson.encode(event));
      Map<String, JsonNode> sorted = new TreeMap<>();
      tree.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      byte[] reordered = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(sorted);
      assertThat(StepEventJson.decode(reordered).message()).isEqualTo(event);
    }
  }

  @Test
  void decode_partOfALargerArray_readsJustThatPart() {
    byte[] json = StepEventJson.encode(SMALL);
    byte[] line = new byte[json.length + 10];
    System.arraycopy(json, 0, line, 5, json.length);
    assertThat(StepEventJson.decode(line, 5, json.length).message()).isEqualTo(SMALL.identified());
  }

  @Test
  void jsonLines_reusedForManyMessages_holdsOneLineEach() {
    RandomEvents events = new RandomEvents(6);
    JsonLines lines = new JsonLines(1);
    for (int round = 0; round < 50; round++) {
      StringBuilder expected = new StringBuilder();
      lines.truncate(0);
      for (int i = 0; i < 20; i++) {
        WireMessage message = i % 5 == 0 ? events.nextHeartbeat() : events.next();
        lines.add(message);
        expected.append(text(JacksonWriter.encode(message))).append('\n');
      }
      assertThat(text(lines.toByteArray())).isEqualTo(expected.toString());
      assertThat(lines.array()).startsWith(lines.toByteArray());
    }
  }

  @Test
  void jsonLines_truncated_forgetsTheRest() {
    JsonLines lines = new JsonLines(16);
    lines.add(SMALL);
    int one = lines.size();
    lines.add(SMALL);
    lines.truncate(one);
    assertThat(text(lines.toByteArray())).isEqualTo(text(StepEventJson.encode(SMALL)) + "\n");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> lines.truncate(one + 1));
  }

  @Test
  void jsonLines_eventWithoutId_getsTheNumberInBase36() {
    RandomEvents events = new RandomEvents(7);
    for (long number : new long[] {0, 1, 35, 36, 1295, 1296, 46655, Long.MAX_VALUE}) {
      StepEvent event = events.next().toBuilder().eventId(null).build();
      JsonLines lines = new JsonLines(16);
      lines.add(event, "k7f3q", number);
      assertThat(StepEventJson.decode(lines.array(), 0, lines.size()).message())
          .isEqualTo(event.toBuilder().eventId("k7f3q-" + Long.toString(number, 36)).build());
    }
  }

  @Test
  void jsonLines_eventWithId_keepsIt() {
    StepEvent event = SMALL.toBuilder().eventId("mine").build();
    JsonLines lines = new JsonLines(16);
    lines.add(event, "k7f3q", 1);
    assertThat(StepEventJson.decode(lines.array(), 0, lines.size()).message()).isEqualTo(event);
  }

  @Test
  void encode_streamThatFails_saysSo() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> StepEventJson.encode(SMALL, broken));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
