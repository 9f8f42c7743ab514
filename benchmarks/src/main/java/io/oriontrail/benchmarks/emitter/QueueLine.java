package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.StepEvent;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A floor: handing a reference to another thread through {@link ArrayBlockingQueue}, no more. */
final class QueueLine implements Line {
  private final ArrayBlockingQueue<StepEvent> queue = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong arrived = new AtomicLong();
  private volatile boolean over;

  QueueLine() {
    Thread consumer = new Thread(this::consume, "queue-floor");
    consumer.setDaemon(true);
    consumer.start();
  }

  private void consume() {
    while (!over) {
      int taken = 0;
      while (queue.poll() != null) {
        taken++;
      }
      arrived.addAndGet(taken);
      LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public void emit(int number) {
    queue.offer(Samples.event(number));
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
