package io.oriontrail.emitter;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where callers' threads hand over their events. Whatever happens in here stays in here: nothing is
 * thrown, nothing waits, and each event either is in the queue or is counted with a reason.
 */
final class EventDoor {
  private static final long RESTART_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final boolean enabled;
  private final EventQueue queue;
  private final Counters counters;
  private final SendWorker worker;
  private final DropLog log;
  private final Time time;
  private final Runnable onStart;
  private final int wakeMask;
  private final AtomicBoolean starting = new AtomicBoolean();
  private volatile boolean started;
  private volatile long lastStartAt;
  private volatile boolean startFailed;

  /** {@code onStart} runs once, on the thread of the first caller. */
  EventDoor(
      boolean enabled,
      EventQueue queue,
      Counters counters,
      SendWorker worker,
      DropLog log,
      Time time,
      Runnable onStart) {
    this.enabled = enabled;
    this.queue = queue;
    this.counters = counters;
    this.worker = worker;
    this.log = log;
    this.time = time;
    this.onStart = onStart;
    this.wakeMask = queue.wakeEvery() - 1;
  }

  /** False where the emitter is switched off: nothing needs to be made then. */
  boolean isEnabled() {
    return enabled;
  }

  /** For the end: what was admitted must find a sending thread even if starting one failed. */
  void ensureStarted() {
    startFailed = false;
    if (!started) {
      start();
    }
  }

  void offer(@Nullable StepEvent event) {
    if (!enabled) {
      return;
    }
    try {
      if (event == null) {
        counters.refuse(DropReason.INVALID);
      } else if (SendWorker.isOwnThread()) {
        counters.refuse(DropReason.FEEDBACK);
      } else {
        admit(event);
      }
    } catch (Throwable t) { // such as a lack of stack; it must not reach the caller
      counters.faults.incrementAndGet();
    }
  }

  private void admit(StepEvent event) {
    long place;
    try {
      place = queue.offer(event, EventWeight.of(event), event.status() == Status.FAILED);
    } catch (Throwable t) {
      counters.refuse(DropReason.FAULT);
      return;
    }
    if (place == EventQueue.FULL) {
      counters.refuse(DropReason.BUFFER_FULL);
      if (queue.hasWaiting()) { // else waking is of no use, and costs the caller a system call
        worker.wake();
        if (queue.isBehind()) {
          giveWay();
        }
      }
    } else if (place == EventQueue.SHUT) {
      counters.refuse(DropReason.SHUTDOWN);
    } else if (!started) {
      start();
    } else if ((place & wakeMask) == wakeMask) {
      worker.wake();
    }
  }

  /**
   * Refused calls burn the very processor that the sending thread lacks. Where nobody else wants
   * it, this returns at once.
   */
  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is wanted
  private static void giveWay() {
    Thread.yield();
  }

  /** An event that could not be made, because this field of it is not legal. */
  void refuse(InvalidEventException invalid) {
    if (enabled) {
      counters.refuse(DropReason.INVALID);
      log.invalid(invalid.field());
    }
  }

  /** An event that could not be made, because something broke. */
  void refuseForFault() {
    if (enabled) {
      counters.refuse(DropReason.FAULT);
    }
  }

  /** Something in an event was cut or left out. */
  void amended() {
    counters.amended.increment();
  }

  /** An event left out because its execution is not kept; it counts as if it had never been. */
  void sampledOut() {
    counters.sampledOut.increment();
  }

  private void start() {
    if (startFailed && time.nanos() - lastStartAt < RESTART_PAUSE) {
      return; // the system had no thread for us a moment ago
    }
    if (!starting.compareAndSet(false, true)) {
      return;
    }
    try {
      lastStartAt = time.nanos();
      worker.start();
      started = true;
      onStart.run();
    } catch (Throwable t) { // the event is in the queue; a later one tries again
      startFailed = true;
      counters.faults.incrementAndGet();
      starting.set(started);
    }
  }
}
