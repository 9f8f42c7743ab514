package io.oriontrail.emitter;

import java.util.concurrent.TimeUnit;

/**
 * The monotonic time during which the sending thread was awake or slept as planned. A stopped
 * process, a long pause of the collector or a closed laptop is left out: nothing grows old in it,
 * so that waking up neither expires events nor sets everything off at once. Belongs to the sending
 * thread.
 */
final class AwakeTime {
  /** Beyond what was planned; less is a busy machine. */
  private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

  private boolean began;
  private long last;
  private long planned;
  private long missed;

  /** The time now, where {@code nanos} is what the monotonic clock says. */
  long at(long nanos) {
    long gap = nanos - last;
    if (began && gap > planned + TOLERANCE) {
      missed += gap - planned;
    }
    began = true;
    last = nanos;
    planned = 0;
    return nanos - missed;
  }

  /** The thread is going to sleep that long. */
  void sleeps(long nanos) {
    planned = nanos;
  }
}
