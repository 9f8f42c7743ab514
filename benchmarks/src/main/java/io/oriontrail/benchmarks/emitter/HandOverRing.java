package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.StepEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** A floor: many producers hand references to one consumer; a compare-and-set and a store each. */
final class HandOverRing implements Line {
  private static final int TAIL = 16;
  private static final int HEAD = 32;

  /** Head and tail, each on cache lines of its own. */
  private final AtomicLongArray words = new AtomicLongArray(48);

  private final AtomicReferenceArray<StepEvent> slots = new AtomicReferenceArray<>(ROOM);
  private final AtomicLong arrived = new AtomicLong();
  private volatile boolean over;

  HandOverRing() {
    Thread consumer = new Thread(this::consume, "ring-floor");
    consumer.setDaemon(true);
    consumer.start();
  }

  private void consume() {
    while (!over) {
      long head = words.getPlain(HEAD);
      long first = head;
      while (slots.getAcquire((int) head & (ROOM - 1)) != null) {
        slots.setPlain((int) head & (ROOM - 1), null);
        words.setRelease(HEAD, ++head);
      }
      arrived.lazySet(arrived.getPlain() + head - first);
      LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public void emit(int number) {
    while (true) {
      long tail = words.get(TAIL);
      if (tail - words.getAcquire(HEAD) >= ROOM) {
        return;
      }
      if (words.compareAndSet(TAIL, tail, tail + 1)) {
        slots.setRelease((int) tail & (ROOM - 1), Samples.event(number));
        return;
      }
    }
  }

  @Override
  public long arrived() {
    return arrived.get();
  }

  @Override
  public void close() {
    over = true;
  }
}
