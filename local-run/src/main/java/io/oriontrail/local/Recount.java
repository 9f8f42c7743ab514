package io.oriontrail.local;

import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import io.oriontrail.store.SequenceRecount;
import io.oriontrail.store.TableLayout;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts exactly what the roll-ups count about right: from the events themselves, each once however
 * often it comes. Holds the key of each (some 150 bytes an event). Not safe for use by several
 * threads at once.
 */
final class Recount {
  private final Set<String> known = new HashSet<>();
  private final Map<String, StepCount> steps = new TreeMap<>();
  private final SequenceRecount sequences = new SequenceRecount();
  private long repeated;
  private @Nullable Instant oldest;
  private @Nullable Instant newest;

  /** Of one step; {@code failed} are among {@code ended}. */
  record StepCount(long started, long ended, long failed) {
    StepCount plus(StepEvent event) {
      boolean start = event.state() == State.STARTED;
      return new StepCount(
          started + (start ? 1 : 0),
          ended + (start ? 0 : 1),
          failed + (event.status() == Status.FAILED ? 1 : 0));
    }

    long events() {
      return started + ended;
    }
  }

  void add(WireMessage message) {
    sequences.add(message);
    if (!(message instanceof StepEvent event)) {
      return;
    }
    if (!known.add(TableLayout.partitionKey(event.key()) + '\n' + TableLayout.sortKey(event))) {
      repeated++;
      return;
    }
    steps.merge(
        event.step(),
        new StepCount(0, 0, 0).plus(event),
        (before, one) -> before.plus(event));
    Instant time = event.timestamp();
    oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
    newest = newest == null || time.isAfter(newest) ? time : newest;
  }

  /** Distinct events. */
  long events() {
    return known.size();
  }

  /** Further copies of them. */
  long repeated() {
    return repeated;
  }

  /** By name. */
  Map<String, StepCount> steps() {
    return Collections.unmodifiableMap(steps);
  }

  /** What is missing of each emitter's events. */
  List<SequenceRecount.OfEmitter> emitters() {
    return sequences.emitters();
  }

  /** The time of the oldest event; null without events. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** The time of the newest event; null without events. */
  @Nullable Instant newest() {
    return newest;
  }
}
