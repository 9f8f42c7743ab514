package io.oriontrail.benchmarks.emitter;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.SendException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The emitter itself, with its defaults but for what the measurement varies. */
final class OrionLine implements Line {
  private final Downstream downstream;
  private final OrionEmitter emitter;

  OrionLine(Downstream downstream, boolean compressed, int room) {
    this.downstream = downstream;
    this.emitter =
        OrionEmitter.builder()
            .compressor(compressed ? null : () -> Arrays::copyOf)
            .sender(new Transport(downstream))
            .service(Samples.SERVICE)
            .host(Samples.HOST)
            .bufferCount(room)
            .bufferBytes(256L << 20)
            .shutdownHook(false)
            .build();
  }

  /** Where records go instead of Kinesis. */
  private record Transport(Downstream downstream) implements RecordSender {
    @Override
    public List<Outcome> send(List<byte[]> records) throws SendException {
      long bytes = 0;
      for (byte[] record : records) {
        bytes += record.length;
      }
      try {
        downstream.take(0, bytes); // events are counted by the emitter, when it has settled them
        return Collections.nCopies(records.size(), Outcome.STORED);
      } catch (Downstream.RefusedException e) {
        if (downstream.mode == Downstream.Mode.THROTTLED) {
          return Collections.nCopies(records.size(), Outcome.THROTTLED);
        }
        throw new SendException(SendException.Kind.UNAVAILABLE, "nobody there", e);
      }
    }
  }

  OrionEmitter emitter() {
    return emitter;
  }

  @Override
  public void emit(int number) {
    emitter.emit(Samples.event(number));
  }

  @Override
  public long arrived() {
    return emitter.stats().delivered();
  }

  EmitterStats stats() {
    return emitter.stats();
  }

  @Override
  public void close() {
    downstream.end();
    emitter.close(Duration.ofMillis(200));
  }
}
