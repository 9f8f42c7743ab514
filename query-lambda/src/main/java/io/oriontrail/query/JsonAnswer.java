package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What answers in JSON have in common: their headers, and how a value that is none is written. */
final class JsonAnswer {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonAnswer() {}

  /** Writes fields into an object that is open. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** An answer that is small enough by the limits of what it lists. */
  static Response of(Question question, int events, Fields fields) {
    Body body = body(question, fields);
    if (body == null) {
      throw new IllegalStateException("an answer to " + question.route().name() + " is too large");
    }
    return of(body, events);
  }

  static Response of(Body body, int events) {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/json",
            "Cache-Control", "private, no-cache",
            "Vary", "Accept-Encoding");
    return new Response(200, headers, body, events);
  }

  /** The object with these fields; null where it is larger than an answer can be. */
  static @Nullable Body body(Question question, Fields fields) {
    return Body.of(out -> write(fields, out), question.acceptsGzip());
  }

  private static void write(Fields fields, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
  }

  static void time(JsonGenerator json, String field, @Nullable Instant instant) throws IOException {
    json.writeStringField(field, instant == null ? null : Rfc3339.format(instant));
  }

  static void number(JsonGenerator json, String field, @Nullable Long value) throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, value);
    }
  }

  /** {@code part} of {@code whole}, to four places; null where the whole is nothing. */
  static void ratio(JsonGenerator json, String field, long part, long whole) throws IOException {
    if (whole == 0) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, Math.round(1e4 * part / whole) / 1e4);
    }
  }
}
