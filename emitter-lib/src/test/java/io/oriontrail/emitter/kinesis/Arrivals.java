package io.oriontrail.emitter.kinesis;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What a consumer reads out of a stream. */
final class Arrivals {
  private Arrivals() {}

  static List<WireMessage> in(KinesisServer server, String stream) {
    List<WireMessage> messages = new ArrayList<>();
    for (StoredRecord record : server.recordsIn(stream)) {
      byte[] lines = unzipped(record.data());
      int from = 0;
      for (int i = 0; i < lines.length; i++) {
        if (lines[i] == '\n') {
          messages.add(StepEventJson.decode(lines, from, i - from).message());
          from = i + 1;
        }
      }
    }
    return messages;
  }

  static List<StepEvent> events(KinesisServer server, String stream) {
    return in(server, stream).stream()
        .filter(StepEvent.class::isInstance)
        .map(StepEvent.class::cast)
        .toList();
  }

  static List<Heartbeat> heartbeats(KinesisServer server, String stream) {
    return in(server, stream).stream()
        .filter(Heartbeat.class::isInstance)
        .map(Heartbeat.class::cast)
        .toList();
  }

  private static byte[] unzipped(byte[] record) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a record that cannot be read", e);
    }
  }
}
