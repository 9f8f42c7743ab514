package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.StepEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as lengths and raw bytes, to see what such a form costs; ASCII only, nothing reads it. */
final class CompactForm {
  private final byte[] bytes = new byte[8 << 10];
  private int size;

  byte[] bytes() {
    return bytes;
  }

  /** Writes the event to the beginning of {@link #bytes}; returns its length. */
  int write(StepEvent event) {
    size = 0;
    bytes[size++] = (byte) event.state().ordinal();
    text(event.key().accountId());
    text(event.key().executionId());
    text(event.step());
    number(event.timestamp().getEpochSecond());
    number(event.timestamp().getNano());
    number(event.durationNanos() == null ? 0 : event.durationNanos());
    text(event.runId());
    text(event.service());
    text(event.host());
    text(event.traceId());
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      text(attribute.getKey());
      text(attribute.getValue());
    }
    return size;
  }

  @SuppressWarnings("deprecation") // the lower bytes are all that ASCII has
  private void text(@Nullable String text) {
    if (text == null) {
      bytes[size++] = 0;
      return;
    }
    int length = text.length();
    bytes[size++] = (byte) length;
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  private void number(long value) {
    long rest = value;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }
}
