package io.oriontrail.ingest;

import io.oriontrail.event.StepEvent;
import io.oriontrail.store.RollupUpdate;
import io.oriontrail.store.RollupWriter;
import io.oriontrail.store.Rollups;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Sums stored events up and adds the sums to the store after a batch, unless that would cost too
 * much: additions may take a small share of what events take. A quiet function adds after every
 * batch, a busy one every some seconds, and what it has not added yet is lost when it ends. Trouble
 * here never makes a batch fail. Safe for use by several threads at once.
 */
final class RollupKeeper {
  /** Additions that a new or rested function may make at once. */
  static final int BURST = 5_000;

  /** Additions that are free in a second. */
  private static final double PER_SECOND = 2;

  /** Additions that are free for each event: each costs about what an event does. */
  private static final double PER_EVENT = 0.03;

  /** Where an invocation has more time left, it still spends no more than that. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RollupWriter writer;
  private final InstantSource clock;
  private final Rollups rollups;
  private double free = BURST;
  private Instant since;

  /**
   * What became of the sums after a batch.
   *
   * @param written items added to
   * @param waiting items that wait for a later batch
   * @param leftOut counts that found no room in this batch
   */
  record Outcome(int written, int waiting, long leftOut) {}

  RollupKeeper(RollupWriter writer, Duration retention, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
    this.rollups = new Rollups(retention);
    this.since = clock.instant();
  }

  synchronized void count(StepEvent event, Instant now) {
    rollups.count(event, now);
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
    free = Math.min(BURST, free + seconds * PER_SECOND + events * PER_EVENT);
    int waiting = rollups.pendingItems();
    if (waiting == 0 || (waiting > free && waiting < BURST)) {
      return new Outcome(0, waiting, rollups.takeLeftOut());
    }
    Instant end = now.plus(PATIENCE);
    List<RollupUpdate> left =
        writer.add(rollups.drain(), end.isBefore(deadline) ? end : deadline);
    rollups.restore(left);
    free -= waiting - left.size();
    return new Outcome(waiting - left.size(), rollups.pendingItems(), rollups.takeLeftOut());
  }
}
