package io.oriontrail.local.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/** In the stream's place: keeps the events of all records that any emitter sends. */
final class CapturingStream implements RecordSender {
  private final List<StepEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Override
  public List<Outcome> send(List<byte[]> records) {
    records.forEach(this::keep);
    return Collections.nCopies(records.size(), Outcome.STORED);
  }

  private void keep(byte[] record) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record))) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> StepEventJson.decode(line.getBytes(UTF_8)).message())
          .filter(StepEvent.class::isInstance)
          .forEach(event -> events.add((StepEvent) event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<StepEvent> events() {
    return List.copyOf(events);
  }
}
