package io.oriontrail.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the wire form with Jackson and the JDK's time format: the oracle of our own encoder. */
final class JacksonWriter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private JacksonWriter() {}

  static byte[] encode(WireMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      if (message instanceof StepEvent event) {
        write(event, json);
      } else if (message instanceof Heartbeat heartbeat) {
        write(heartbeat, json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(StepEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", event.key().accountId());
    json.writeStringField("executionId", event.key().executionId());
    json.writeStringField("step", event.step());
    json.writeStringField("state", event.state().name());
    text(json, "status", event.status() == null ? null : event.status().name());
    json.writeStringField("timestamp", TIME.format(event.timestamp()));
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
    json.writeStringField("timestamp", TIME.format(heartbeat.timestamp()));
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Long> counter : heartbeat.counters().entrySet()) {
      json.writeNumberField(counter.getKey(), counter.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
