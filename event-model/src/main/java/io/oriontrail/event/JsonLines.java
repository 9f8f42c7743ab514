package io.oriontrail.event;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer of messages in the wire form, one line of JSON each. Made to be reused: once it
 * has grown, adding an event allocates nothing. Not safe for use by several threads at once.
 */
public final class JsonLines {
  /** Quotes, colon or comma around a text. */
  private static final int PUNCTUATION = 4;

  private static final int LONGEST_COUNTER =
      PUNCTUATION + JsonText.ESCAPE_LENGTH * 2 * Limits.MAX_TOKEN_LENGTH + JsonText.LONGEST_NUMBER;

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
    json.ensure(mostBytes(event) + (emitterId == null ? 0 : emitterId.length()));
    json.plain = event.isPlain();
    json.text(Name.ACCOUNT_ID, event.key().accountId());
    json.text(Name.EXECUTION_ID, event.key().executionId());
    json.text(Name.STEP, event.step());
    json.time(outcome(event.state(), event.status()), event.timestamp());
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

  /** All that is no text, and the longest form of all that is. */
  private static int mostBytes(StepEvent event) {
    int bytesAChar = event.isPlain() ? 1 : JsonText.ESCAPE_LENGTH;
    return Name.ALL + PUNCTUATION * event.textCount() + bytesAChar * event.textLength();
  }

  /** State, status and the name of the time: there are but three of these. */
  private static Piece outcome(State state, @Nullable Status status) {
    if (state == State.STARTED) {
      return Name.STARTED;
    }
    return status == Status.FAILED ? Name.FAILED : Name.SUCCEEDED;
  }

  private void text(Piece name, @Nullable String value) {
    if (value != null) {
      json.text(name, value);
    }
  }

  private void token(Piece name, @Nullable String value) {
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
    json.ensure(Name.ALL + heartbeat.counters().size() * LONGEST_COUNTER);
    json.plain = false;
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
    static final Piece ACCOUNT_ID = piece("{\"accountId\":");
    static final Piece EXECUTION_ID = piece(",\"executionId\":");
    static final Piece STEP = piece(",\"step\":");
    static final Piece STARTED = piece(",\"state\":\"STARTED\",\"timestamp\":\"");
    static final Piece SUCCEEDED =
        piece(",\"state\":\"ENDED\",\"status\":\"SUCCEEDED\",\"timestamp\":\"");
    static final Piece FAILED =
        piece(",\"state\":\"ENDED\",\"status\":\"FAILED\",\"timestamp\":\"");
    static final Piece TIMESTAMP = piece(",\"timestamp\":\"");
    static final Piece RUN_ID = piece(",\"runId\":");
    static final Piece PARENT_RUN_ID = piece(",\"parentRunId\":");
    static final Piece EVENT_ID = piece(",\"eventId\":");
    static final Piece ATTEMPT = piece(",\"attempt\":");
    static final Piece DEPENDS_ON = piece(",\"dependsOn\":[");
    static final Piece DURATION_NANOS = piece(",\"durationNanos\":");
    static final Piece ERROR_CODE = piece(",\"errorCode\":");
    static final Piece ERROR_MESSAGE = piece(",\"errorMessage\":");
    static final Piece SERVICE = piece(",\"service\":");
    static final Piece HOST = piece(",\"host\":");
    static final Piece TRACE_ID = piece(",\"traceId\":");
    static final Piece ATTRIBUTES = piece(",\"attributes\":{");
    static final Piece EMITTER_ID = piece("{\"type\":\"HEARTBEAT\",\"emitterId\":");
    static final Piece SEQ = piece(",\"seq\":");
    static final Piece COUNTERS = piece(",\"counters\":{");

    /** More than all names, numbers and times of a message together. */
    static final int ALL = 640;

    private static Piece piece(String text) {
      return Piece.of(text);
    }
  }
}
