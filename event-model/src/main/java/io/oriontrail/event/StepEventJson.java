package io.oriontrail.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The wire form of events and heartbeats: one JSON object each, UTF-8. Fields without a value are
 * left out.
 */
public final class StepEventJson {
  /** Deeper than any event or heartbeat; unknown fields may nest a little. */
  private static final int MAX_DEPTH = 32;

  /** A field longer than this is not worth reading to the end: no record can hold it. */
  private static final int MAX_STRING = 1 << 20;

  /** Most events are shorter. */
  private static final int USUAL_SIZE = 1024;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(100)
                  .build())
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

  /** Like {@link #decode(byte[], int, int)} for all of the bytes. */
  public static Decoded decode(byte[] json) {
    return decode(json, 0, json.length);
  }

  /** The message as one line of JSON without a line break. */
  public static byte[] encode(WireMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    encode(message, out);
    return out.toByteArray();
  }

  /**
   * Writes the message as one line of JSON without a line break.
   *
   * @throws UncheckedIOException if {@code out} fails
   */
  public static void encode(WireMessage message, OutputStream out) {
    JsonLines lines = new JsonLines(USUAL_SIZE);
    lines.add(message);
    try {
      lines.writeUnbroken(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an event", e);
    }
  }
}
