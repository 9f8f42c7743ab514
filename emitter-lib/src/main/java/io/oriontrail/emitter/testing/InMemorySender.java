package io.oriontrail.emitter.testing;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Stores every record, and reads it back as a consumer would. */
final class InMemorySender implements RecordSender {
  private final List<StepEvent> events = new ArrayList<>();

  @Override
  public synchronized List<Outcome> send(List<byte[]> records) {
    for (byte[] data : records) {
      read(data);
    }
    return Collections.nCopies(records.size(), Outcome.STORED);
  }

  synchronized List<StepEvent> events() {
    return List.copyOf(events);
  }

  synchronized void clear() {
    events.clear();
  }

  private void read(byte[] record) {
    byte[] lines;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record))) {
      lines = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a record that cannot be read", e);
    }
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        if (StepEventJson.decode(lines, from, i - from).message() instanceof StepEvent event) {
          events.add(event);
        }
        from = i + 1;
      }
    }
  }
}
