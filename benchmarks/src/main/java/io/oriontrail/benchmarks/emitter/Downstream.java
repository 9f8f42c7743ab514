package io.oriontrail.benchmarks.emitter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What every line ends in: takes encoded events, or fails in one of the ways things fail. */
final class Downstream {
  /** How it behaves. */
  enum Mode {
    /** Takes all at once. */
    NULL,
    /** Takes all, 20 ms a call. */
    SLOW,
    /** Refuses every call at once. */
    DEAD,
    /** Never answers. */
    HANGING,
    /** Says of everything that it comes too fast. */
    THROTTLED
  }

  /** What a call comes to. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException() {
      super("the downstream refuses", null, false, false);
    }
  }

  private static final long SLOW_NANOS = 20_000_000;

  /** Bytes taken are summed so that no compiler can find the encoding useless. */
  private final AtomicLong bytes = new AtomicLong();

  private final AtomicLong events = new AtomicLong();
  private volatile boolean over;
  final Mode mode;

  Downstream(Mode mode) {
    this.mode = mode;
  }

  /**
   * Takes some encoded events. Answers after as long as the mode says.
   *
   * @throws RefusedException if nothing was taken
   */
  void take(long count, long size) {
    switch (mode) {
      case NULL -> {}
      case SLOW -> rest(SLOW_NANOS);
      case HANGING -> {
        while (!over) {
          rest(SLOW_NANOS);
        }
        throw new RefusedException();
      }
      case DEAD, THROTTLED -> throw new RefusedException();
    }
    events.addAndGet(count);
    bytes.addAndGet(size);
  }

  private static void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  long events() {
    return events.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Lets go of whoever hangs in it. */
  void end() {
    over = true;
  }
}
