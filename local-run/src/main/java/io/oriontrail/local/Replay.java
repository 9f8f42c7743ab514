package io.oriontrail.local;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.StepEvent;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Sends the events of a file through the emitter library into a running line, no faster than the
 * line takes them, and then looks in the table for each. One use, one thread.
 */
final class Replay {
  private static final Duration FLUSH_LIMIT = Duration.ofMinutes(2);
  private static final int BAD_LINES_SHOWN = 20;

  private final OrionEmitter emitter;
  private final StoredCheck check;
  private final Throttle throttle;
  private final Pace pace;
  private final Progress progress;
  private long read;
  private long bad;

  Replay(OrionEmitter emitter, StoredCheck check, Pace pace, Progress progress) {
    this.emitter = emitter;
    this.throttle = new Throttle(emitter);
    this.check = check;
    this.pace = pace;
    this.progress = progress;
  }

  /** Reads, sends and flushes; what became of the events in the table is {@link StoredCheck}'s. */
  EventFile.Lines send(Path file) {
    EventFile.Lines lines = EventFile.read(file, this::send, this::tellBad);
    if (bad > BAD_LINES_SHOWN) {
      progress.say("  … and " + (bad - BAD_LINES_SHOWN) + " more lines that are no events");
    }
    emitter.flush(FLUSH_LIMIT);
    return lines;
  }

  private void send(StepEvent event) {
    pace.awaitTurn();
    throttle.awaitRoom();
    check.expect(event);
    emitter.emit(event);
    read++;
    if (progress.isDue()) {
      EmitterStats stats = emitter.stats();
      progress.show(
          "replaying: read %,d, delivered %,d, dropped %,d (%,.0f events/s)"
              .formatted(read, stats.delivered(), stats.dropped(), pace.ratePerSecond(read)));
    }
  }

  private void tellBad(EventFile.BadLine line) {
    if (++bad <= BAD_LINES_SHOWN) {
      progress.say("  line " + line.number() + " is no event: " + line.reason());
    }
  }
}
