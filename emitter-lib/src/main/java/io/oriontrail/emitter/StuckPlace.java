package io.oriontrail.emitter;

import java.util.concurrent.TimeUnit;

/**
 * Watches for a place in the queue that was claimed but never filled: its thread was stopped, or
 * ran out of stack, between the two steps. Without this one such place would hold up all events
 * behind.
 */
final class StuckPlace {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** After the whole machine slept, time alone proves nothing: the claimant must have had turns. */
  private static final int TURNS = 20;

  private final EventQueue queue;
  private long place = -1;
  private long since;
  private int turns;

  StuckPlace(EventQueue queue) {
    this.queue = queue;
  }

  /** Called when the queue gave nothing; gives the place up if it has been stuck for too long. */
  boolean giveUp(long now) {
    long head = queue.head();
    if (queue.accepted() == head) {
      place = -1;
      return false;
    }
    if (place != head) {
      place = head;
      since = now;
      turns = 0;
    }
    return ++turns > TURNS && now - since > PATIENCE && queue.skipStuck();
  }
}
