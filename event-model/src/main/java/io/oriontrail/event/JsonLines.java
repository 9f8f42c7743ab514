package io.oriontrail.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer of messages in the wire form, one line of JSON each. Made to be reused: once it
 * has grown, adding an event allocates nothing. Not safe for use by several threads at once.
 */
public final class JsonLines {
  private final JsonText json;

  /** {@code capacity}: the bytes to begin with; it grows as needed. */
  public JsonLines(int capacity) {
    this.json = new JsonText(capacity);
  }

  /** Adds the message and a line break. */
  public void add(WireMessage message) {
    if (message instanceof StepEvent event) {
      write(event, null, 0);
    } else if (message instanceof Heartbeat heartbeat) {
      write(heartbeat);
    }
    json.raw((byte) '\n');
  }

  /**
   * Adds the event and a line break. Where it has no {@code eventId}, it gets {@code
   * emitterId-sequence}, the sequence in base 36.
   */
  public void add(StepEvent event, String emitterId, long sequence) {
    write(event, emitterId, sequence);
    json.raw((byte) '\n');
  }

  /** Bytes so far. */
  public int size() {
    return json.size;
  }

  /** Forgets all but the first {@code size} bytes. */
  public void truncate(int size) {
    if (size < 0 || size > json.size) {
      throw new IllegalArgumentException("size must be from 0 to " + json.size + ": " + size);
    }
    json.size = size;
  }

  /** The buffer itself; its first {@link #size} bytes count, until the next change. */
  public byte[] array() {
    return json.bytes;
  }

  /** A copy of the bytes so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(json.bytes, json.size);
  }

  /** The bytes so far without the last line break. */
  void writeUnbroken(OutputStream out) throws IOException {
    out.write(json.bytes, 0, json.size - 1);
  }

  private void write(StepEvent event, @Nullable String emitterId, long sequence) {
    json.text(Name.ACCOUNT_ID, event.key().accountId());
    json.text(Name.EXECUTION_ID, event.key().executionId());
    json.text(Name.STEP, event.step());
    json.token(Name.STATE, event.state().name());
    if (event.status() != null) {
      json.token(Name.STATUS, event.status().name());
    }
    json.time(Name.TIMESTAMP, event.timestamp());
    token(Name.RUN_ID, event.runId());
    token(Name.PARENT_RUN_ID, event.parentRunId());
    if (event.eventId() == null && emitterId != null) {
      json.numbered(Name.EVENT_ID, emitterId, sequence);
    } else {
      token(Name.EVENT_ID, event.eventId());
    }
    if (event.attempt() != null) {
      json.number(Name.ATTEMPT, event.attempt());
    }
    steps(event.dependsOn());
    if (event.durationNanos() != null) {
      json.number(Name.DURATION_NANOS, event.durationNanos());
    }
    text(Name.ERROR_CODE, event.errorCode());
    text(Name.ERROR_MESSAGE, event.errorMessage());
    text(Name.SERVICE, event.service());
    text(Name.HOST, event.host());
    token(Name.TRACE_ID, event.traceId());
    attributes(event.attributes());
    json.raw((byte) '}');
  }

  private void text(byte[] name, @Nullable String value) {
    if (value != null) {
      json.text(name, value);
    }
  }

  private void token(byte[] name, @Nullable String value) {
    if (value != null) {
      json.token(name, value);
    }
  }

  private void steps(List<String> steps) {
    if (steps.isEmpty()) {
      return;
    }
    json.raw(Name.DEPENDS_ON);
    for (int i = 0; i < steps.size(); i++) {
      if (i > 0) {
        json.raw((byte) ',');
      }
      json.string(steps.get(i));
    }
    json.raw((byte) ']');
  }

  private void attributes(Map<String, String> map) {
    Attributes attributes = Attributes.copyOf(map); // every event holds them as such: no copy
    int count = attributes.size();
    if (count == 0) {
      return;
    }
    json.raw(Name.ATTRIBUTES);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        json.raw((byte) ',');
      }
      json.string(attributes.name(i));
      json.raw((byte) ':');
      json.string(attributes.value(i));
    }
    json.raw((byte) '}');
  }

  private void write(Heartbeat heartbeat) {
    json.token(Name.EMITTER_ID, heartbeat.emitterId());
    json.number(Name.SEQ, heartbeat.seq());
    json.time(Name.TIMESTAMP, heartbeat.timestamp());
    json.raw(Name.COUNTERS);
    boolean first = true;
    for (Map.Entry<String, Long> counter : heartbeat.counters().entrySet()) {
      if (!first) {
        json.raw((byte) ',');
      }
      first = false;
      json.string(counter.getKey());
      json.raw((byte) ':');
      json.number(counter.getValue());
    }
    json.raw((byte) '}');
    json.raw((byte) '}');
  }

  /** What stands before each value. */
  private static final class Name {
    static final byte[] ACCOUNT_ID = bytes("{\"accountId\":");
    static final byte[] EXECUTION_ID = bytes(",\"executionId\":");
    static final byte[] STEP = bytes(",\"step\":");
    static final byte[] STATE = bytes(",\"state\":");
    static final byte[] STATUS = bytes(",\"status\":");
    static final byte[] TIMESTAMP = bytes(",\"timestamp\":\"");
    static final byte[] RUN_ID = bytes(",\"runId\":");
    static final byte[] PARENT_RUN_ID = bytes(",\"parentRunId\":");
    static final byte[] EVENT_ID = bytes(",\"eventId\":");
    static final byte[] ATTEMPT = bytes(",\"attempt\":");
    static final byte[] DEPENDS_ON = bytes(",\"dependsOn\":[");
    static final byte[] DURATION_NANOS = bytes(",\"durationNanos\":");
    static final byte[] ERROR_CODE = bytes(",\"errorCode\":");
    static final byte[] ERROR_MESSAGE = bytes(",\"errorMessage\":");
    static final byte[] SERVICE = bytes(",\"service\":");
    static final byte[] HOST = bytes(",\"host\":");
    static final byte[] TRACE_ID = bytes(",\"traceId\":");
    static final byte[] ATTRIBUTES = bytes(",\"attributes\":{");
    static final byte[] EMITTER_ID = bytes("{\"type\":\"HEARTBEAT\",\"emitterId\":");
    static final byte[] SEQ = bytes(",\"seq\":");
    static final byte[] COUNTERS = bytes(",\"counters\":{");

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
