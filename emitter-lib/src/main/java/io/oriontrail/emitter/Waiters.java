package io.oriontrail.emitter;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Threads that wait for the sending thread: for what they emitted to go out, or for its end. */
final class Waiters {
  private record Flush(long place, CountDownLatch done) {}

  private final Queue<Flush> flushes = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long closeAt = Long.MAX_VALUE;

  /** Waits until every event before this place is settled; returns whether that came in time. */
  boolean awaitSettled(long place, Duration limit, Runnable nudge) {
    Flush flush = new Flush(place, new CountDownLatch(1));
    flushes.add(flush);
    nudge.run();
    try {
      return hasEnded() || await(flush.done, limit); // the end settles everything
    } finally {
      flushes.remove(flush);
    }
  }

  /** Waits for the sending thread's end; returns whether it came in time. */
  boolean awaitEnd(Duration limit) {
    return await(ended, limit);
  }

  private static boolean await(CountDownLatch latch, Duration limit) {
    try {
      return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever interrupted wants the caller to go on
      return false;
    }
  }

  boolean areWaiting() {
    return !flushes.isEmpty();
  }

  void settledTo(long place) {
    for (Flush flush : flushes) {
      if (place - flush.place >= 0) {
        flush.done.countDown();
      }
    }
  }

  /** Whatever is not delivered at this time of the monotonic clock will be given up. */
  void closeAt(long nanos) {
    closeAt = nanos;
  }

  boolean isTimeToCloseOver(long now) {
    return closeAt != Long.MAX_VALUE && now - closeAt >= 0;
  }

  /** Nanoseconds until the time to close is over. */
  long timeToClose(long now) {
    return closeAt == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, closeAt - now);
  }

  void ended() {
    ended.countDown();
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }
}
