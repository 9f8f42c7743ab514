package io.oriontrail.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of events and heartbeats: one JSON object each, UTF-8. Fields without a value are
 * left out.
 */
public final class StepEventJson {
  /** Deeper than any event or heartbeat; unknown fields may nest a little. */
  private static final int MAX_DEPTH = 32;

  /** A field longer than this is not worth reading to the end: no record can hold it. */
  private static final int MAX_STRING = 1 << 20;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(100)
                  .build())
          .configure(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, false)
          .build();

  private StepEventJson() {}

  /** What came out of one JSON object, and how many of its fields were unknown and left out. */
  public record Decoded(WireMessage message, int unknownFields) {}

  /**
   * Reads one JSON object. Unknown fields are skipped and counted. An event that came without an
   * {@code eventId} gets the one that follows from its content, so what is returned always has one.
   *
   * @throws InvalidEventException if the bytes are no legal event or heartbeat; says why
   */
  public static Decoded decode(byte[] json, int offset, int length) {
    return StepEventDecoder.decode(json, offset, length);
  }

  public static Decoded decode(byte[] json) {
    return decode(json, 0, json.length);
  }

  /** The message as one line of JSON without a line break. */
  public static byte[] encode(WireMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    encode(message, out);
    return out.toByteArray();
  }

  /**
   * Writes the message as one line of JSON without a line break.
   *
   * @throws UncheckedIOException if {@code out} fails
   */
  public static void encode(WireMessage message, OutputStream out) {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      if (message instanceof StepEvent event) {
        write(event, json);
      } else if (message instanceof Heartbeat heartbeat) {
        write(heartbeat, json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an event", e);
    }
  }

  private static void write(StepEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", event.key().accountId());
    json.writeStringField("executionId", event.key().executionId());
    json.writeStringField("step", event.step());
    json.writeStringField("state", event.state().name());
    if (event.status() != null) {
      json.writeStringField("status", event.status().name());
    }
    json.writeStringField("timestamp", Rfc3339.format(event.timestamp()));
    text(json, "runId", event.runId());
    text(json, "parentRunId", event.parentRunId());
    text(json, "eventId", event.eventId());
    if (event.attempt() != null) {
      json.writeNumberField("attempt", event.attempt());
    }
    if (!event.dependsOn().isEmpty()) {
      json.writeArrayFieldStart("dependsOn");
      for (String step : event.dependsOn()) {
        json.writeString(step);
      }
      json.writeEndArray();
    }
    if (event.durationNanos() != null) {
      json.writeNumberField("durationNanos", event.durationNanos());
    }
    text(json, "errorCode", event.errorCode());
    text(json, "errorMessage", event.errorMessage());
    text(json, "service", event.service());
    text(json, "host", event.host());
    text(json, "traceId", event.traceId());
    if (!event.attributes().isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void write(Heartbeat heartbeat, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "HEARTBEAT");
    json.writeStringField("emitterId", heartbeat.emitterId());
    json.writeNumberField("seq", heartbeat.seq());
    json.writeStringField("timestamp", Rfc3339.format(heartbeat.timestamp()));
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Long> counter : heartbeat.counters().entrySet()) {
      json.writeNumberField(counter.getKey(), counter.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
