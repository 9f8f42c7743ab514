package io.oriontrail.ingest;

import io.oriontrail.event.StepEvent;
import io.oriontrail.store.RollupUpdate;
import io.oriontrail.store.RollupWriter;
import io.oriontrail.store.Rollups;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums stored events up and adds the sums to the store after a batch, unless that would cost too
 * much: additions may take a small share of what events take. A quiet function adds after every
 * batch, a busy one every some seconds, and what it has not added yet is lost when it ends. What
 * was stored of each emitter's events goes first, from a share of its own: completeness is judged
 * by it. Trouble here never makes a batch fail. Safe for use by several threads at once.
 */
final class RollupKeeper {
  /** Additions that a new or rested function may make at once. */
  static final int BURST = 5_000;

  /** Additions that are free in a second. */
  private static final double PER_SECOND = 2;

  /** Additions that are free for each event: each costs about what an event does. */
  private static final double PER_EVENT = 0.03;

  /** Of what is free, the part that those of emitters may take before the others. */
  private static final double EMITTERS_SHARE = 1 / 3.0;

  /** Where an invocation has more time left, it still spends no more than that. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final RollupWriter writer;
  private final InstantSource clock;
  private final Rollups rollups;
  private @Nullable String defect;
  private double free = BURST;
  private double freeForEmitters;
  private Instant since;

  /**
   * What became of the sums after a batch.
   *
   * @param written items added to
   * @param waiting items that wait for a later batch
   * @param leftOut counts that found no room in this batch
   * @param problem what to tell the operators; null where there is none
   */
  record Outcome(int written, int waiting, long leftOut, @Nullable String problem) {
    Outcome(int written, int waiting, long leftOut) {
      this(written, waiting, leftOut, null);
    }
  }

  RollupKeeper(RollupWriter writer, Duration retention, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
    this.rollups = new Rollups(retention);
    this.since = clock.instant();
  }

  synchronized void count(StepEvent event, Instant now) {
    try {
      rollups.count(event, now);
    } catch (RuntimeException e) {
      // A bug of ours, but the event is stored, and its batch must not come again for ever.
      defect = e.toString();
    }
  }

  /**
   * Adds what waits, if it is not too much yet. Blocks.
   *
   * @param events how many were stored since the last call
   */
  synchronized Outcome keep(int events, Instant deadline) {
    Instant now = clock.instant();
    double seconds = Math.max(0, Duration.between(since, now).toMillis() / 1e3);
    since = now;
    double more = seconds * PER_SECOND + events * PER_EVENT;
    free = Math.min(BURST, free + more);
    freeForEmitters = Math.min(BURST, freeForEmitters + more * EMITTERS_SHARE);
    int waiting = rollups.pendingItems();
    int written = 0;
    if (waiting > 0 && (waiting <= free || waiting >= BURST)) {
      written = add(rollups.drain(), now, deadline);
    } else {
      int emitters = rollups.pendingEmitters();
      if (emitters > 0 && emitters <= Math.min(free, freeForEmitters)) {
        written = add(rollups.drainEmitters(), now, deadline);
        freeForEmitters -= written;
      }
    }
    free -= written;
    String problem = defect;
    defect = null;
    return new Outcome(written, rollups.pendingItems(), rollups.takeLeftOut(), problem);
  }

  /** Returns how many were added to; what was not waits on. */
  private int add(List<RollupUpdate> sums, Instant now, Instant deadline) {
    Instant end = now.plus(PATIENCE);
    try {
      List<RollupUpdate> left = writer.add(sums, end.isBefore(deadline) ? end : deadline);
      rollups.restore(left);
      return sums.size() - left.size();
    } catch (RuntimeException e) {
      defect = sums.size() + " sums may be lost: " + e;
      return sums.size();
    }
  }
}
