package io.oriontrail.local;

import io.oriontrail.emitter.OrionEmitter;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a loop from filling an emitter's buffer: the library drops rather than blocks, but a replay
 * has the time to wait instead. Not safe for several threads.
 */
final class Throttle {
  /** Far below the emitter's room. */
  private static final int EVENTS_BUFFERED = 20_000;

  /** Asking costs more than emitting, so it asks now and then. */
  private static final int EVENTS_BETWEEN_LOOKS = 500;

  private final OrionEmitter emitter;
  private int sinceLook;

  Throttle(OrionEmitter emitter) {
    this.emitter = emitter;
  }

  /** Returns once there is room for an event, usually at once. */
  void awaitRoom() {
    if (++sinceLook < EVENTS_BETWEEN_LOOKS) {
      return;
    }
    sinceLook = 0;
    while (emitter.stats().buffered() > EVENTS_BUFFERED) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
