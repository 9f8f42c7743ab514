package io.oriontrail.local;

import java.util.concurrent.locks.LockSupport;

/** Keeps a loop to a number of turns a second without drifting. Not safe for several threads. */
final class Pace {
  private final long intervalNanos;
  private final long began = System.nanoTime();
  private long turns;

  private Pace(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  static Pace unlimited() {
    return new Pace(0);
  }

  static Pace perSecond(double turns) {
    return new Pace((long) (1e9 / turns));
  }

  /** Returns when the next turn is due; at once where it is late. */
  void awaitTurn() {
    if (intervalNanos == 0) {
      return;
    }
    long due = began + turns++ * intervalNanos;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  double elapsedSeconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** What {@code count} since the beginning comes to in a second. */
  double ratePerSecond(long count) {
    return count * 1e9 / Math.max(1, System.nanoTime() - began);
  }
}
