package io.oriontrail.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object field by field; one instance a call. */
final class StepEventDecoder {
  private static final String HEARTBEAT = "HEARTBEAT";

  private final JsonParser json;
  private final Set<String> seen = new HashSet<>();
  private int unknownFields;

  private @Nullable String type;
  private @Nullable String accountId;
  private @Nullable String executionId;
  private @Nullable String step;
  private @Nullable State state;
  private @Nullable Status status;
  private @Nullable Instant timestamp;
  private @Nullable String runId;
  private @Nullable String parentRunId;
  private @Nullable String eventId;
  private @Nullable Integer attempt;
  private List<String> dependsOn = List.of();
  private @Nullable Long durationNanos;
  private @Nullable String errorCode;
  private @Nullable String errorMessage;
  private @Nullable String service;
  private @Nullable String host;
  private @Nullable String traceId;
  private Map<String, String> attributes = Map.of();
  private @Nullable String emitterId;
  private @Nullable Long seq;
  private Map<String, Long> counters = Map.of();

  private StepEventDecoder(JsonParser json) {
    this.json = json;
  }

  static StepEventJson.Decoded decode(byte[] bytes, int offset, int length) {
    try (JsonParser json = StepEventJson.JSON.createParser(bytes, offset, length)) {
      StepEventDecoder decoder = new StepEventDecoder(json);
      decoder.readObject();
      return new StepEventJson.Decoded(decoder.message(), decoder.unknownFields);
    } catch (StreamConstraintsException e) {
      throw new InvalidEventException(
          RejectReason.TOO_LARGE, "", "the JSON is larger than an event may be: " + first(e));
    } catch (IOException e) {
      throw new InvalidEventException(
          RejectReason.NOT_JSON, "", "not a JSON object in UTF-8: " + first(e));
    }
  }

  private static String first(IOException e) {
    String message = String.valueOf(e.getMessage());
    int line = message.indexOf('\n');
    return Limits.cut(line < 0 ? message : message.substring(0, line), 200);
  }

  private void readObject() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidEventException(
          RejectReason.NOT_JSON, "", "an event is one JSON object, this is something else");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      readField(json.currentName());
    }
    if (json.nextToken() != null) {
      throw new InvalidEventException(
          RejectReason.NOT_JSON, "", "there is something behind the JSON object");
    }
  }

  private void readField(String field) throws IOException {
    if (!seen.add(field)) {
      throw new InvalidEventException(
          RejectReason.INVALID_FIELD, field, "field '" + field + "' stands twice");
    }
    json.nextToken();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return; // null is how some writers say "absent"
    }
    switch (field) {
      case "type" -> type = string(field);
      case "accountId" -> accountId = string(field);
      case "executionId" -> executionId = string(field);
      case "step" -> step = string(field);
      case "state" -> state = oneOf(State.class, field);
      case "status" -> status = oneOf(Status.class, field);
      case "timestamp" -> timestamp = time(field);
      case "runId" -> runId = string(field);
      case "parentRunId" -> parentRunId = string(field);
      case "eventId" -> eventId = string(field);
      case "attempt" -> attempt = (int) integer(field, Integer.MAX_VALUE);
      case "dependsOn" -> dependsOn = strings(field);
      case "durationNanos" -> durationNanos = integer(field, Long.MAX_VALUE);
      case "errorCode" -> errorCode = string(field);
      case "errorMessage" -> errorMessage = string(field);
      case "service" -> service = string(field);
      case "host" -> host = string(field);
      case "traceId" -> traceId = string(field);
      case "attributes" -> attributes = stringMap(field);
      case "emitterId" -> emitterId = string(field);
      case "seq" -> seq = integer(field, Long.MAX_VALUE);
      case "counters" -> counters = countMap(field);
      default -> {
        unknownFields++;
        json.skipChildren();
      }
    }
  }

  private WireMessage message() {
    if (type == null) {
      return event();
    }
    if (type.equals(HEARTBEAT)) {
      return new Heartbeat(
          Limits.required("emitterId", emitterId),
          Limits.required("seq", seq),
          Limits.required("timestamp", timestamp),
          counters);
    }
    throw new InvalidEventException(
        RejectReason.UNKNOWN_TYPE,
        "type",
        "type '" + Limits.cut(type, 64) + "' is unknown; an event has none, a heartbeat HEARTBEAT");
  }

  private StepEvent event() {
    // Fields of heartbeats mean nothing in an event.
    unknownFields +=
        (emitterId == null ? 0 : 1) + (seq == null ? 0 : 1) + (counters.isEmpty() ? 0 : 1);
    ExecutionKey key =
        new ExecutionKey(
            Limits.required("accountId", accountId), Limits.required("executionId", executionId));
    StepEvent event =
        new StepEvent(
            key,
            Limits.required("step", step),
            Limits.required("state", state),
            status,
            Limits.required("timestamp", timestamp),
            runId,
            parentRunId,
            eventId,
            attempt,
            dependsOn,
            durationNanos,
            errorCode,
            errorMessage,
            service,
            host,
            traceId,
            attributes);
    return eventId != null
        ? event
        : event.toBuilder()
            .eventId(EventIdentity.of(event, errorMessage == null ? "" : errorMessage))
            .build();
  }

  private String string(String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType(field, "a string");
    }
    return json.getText();
  }

  private Instant time(String field) throws IOException {
    String text = string(field);
    Instant instant = Rfc3339.parse(text);
    if (instant == null) {
      throw Limits.invalid(
          field, text, "must be an RFC 3339 time such as 2026-11-22T10:15:30.123Z");
    }
    return instant;
  }

  private <E extends Enum<E>> E oneOf(Class<E> values, String field) throws IOException {
    String text = string(field);
    for (E value : values.getEnumConstants()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    throw Limits.invalid(field, text, "must be one of " + List.of(values.getEnumConstants()));
  }

  private long integer(String field, long max) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(field, "an integer");
    }
    JsonParser.NumberType size = json.getNumberType();
    if (size == JsonParser.NumberType.BIG_INTEGER || Math.abs(json.getLongValue()) > max) {
      throw Limits.invalid(field, json.getText(), "is out of range");
    }
    return json.getLongValue();
  }

  private List<String> strings(String field) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(field, "an array of strings");
    }
    List<String> values = new ArrayList<>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(string(field));
    }
    return values;
  }

  private Map<String, String> stringMap(String field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(field, "an object of strings");
    }
    Map<String, String> values = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (values.put(name, string(field + "." + name)) != null) {
        throw new InvalidEventException(
            RejectReason.INVALID_FIELD,
            field,
            "attribute '" + Limits.cut(name, 64) + "' stands twice");
      }
    }
    return values;
  }

  private Map<String, Long> countMap(String field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(field, "an object of integers");
    }
    Map<String, Long> values = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, integer(field + "." + name, Long.MAX_VALUE));
    }
    return values;
  }

  private InvalidEventException wrongType(String field, String wanted) throws IOException {
    return Limits.invalid(field, String.valueOf(json.getText()), "must be " + wanted);
  }
}
