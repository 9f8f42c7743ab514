package io.oriontrail.emitter;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The emitter's threads, all of them daemons: one that turns the {@link SendLoop}, and few that
 * wait for answers. Nothing that is thrown ends the first; should it die all the same, another
 * takes its place.
 */
final class SendWorker {
  /** Marks the emitter's own threads: events offered by them would feed on themselves. */
  static final class EmitterThread extends Thread {
    EmitterThread(Runnable task, String name) {
      super(null, task, name, 0, false);
      setDaemon(true);
      setUncaughtExceptionHandler((thread, fault) -> {}); // counted where it is noticed
    }
  }

  private static final long PAUSE_AFTER_FAULT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IDLE_SECONDS = 10;

  private final SendLoop loop;
  private final BooleanSupplier isUrgent;
  private final AtomicLong faults;
  private final DropLog log;
  private final Runnable onEnd;
  private final String name;
  private volatile @Nullable Thread thread;
  private volatile boolean parked;
  private volatile boolean nudged;

  /** The thread died and could not be replaced. */
  private volatile boolean orphaned;

  private final AtomicBoolean replacing = new AtomicBoolean();

  /**
   * @param isUrgent whether so much waits that the thread must not sleep
   * @param onEnd runs on the sending thread when the loop is finished
   */
  SendWorker(
      String name,
      SendLoop loop,
      BooleanSupplier isUrgent,
      AtomicLong faults,
      DropLog log,
      Runnable onEnd) {
    this.name = name;
    this.loop = loop;
    this.isUrgent = isUrgent;
    this.faults = faults;
    this.log = log;
    this.onEnd = onEnd;
  }

  static boolean isOwnThread() {
    return Thread.currentThread() instanceof EmitterThread;
  }

  /** Threads for requests: made when needed, gone when idle; refuses what is beyond the limit. */
  static ThreadPoolExecutor requestThreads(String name, int limit) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            limit,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new EmitterThread(task, name + "-request-" + number.incrementAndGet()),
            (task, full) -> {
              throw new RejectedExecutionException("all request threads are busy");
            });
    return threads;
  }

  /** Starts the sending thread. May throw an Error where the system has no threads left. */
  void start() {
    new EmitterThread(this::run, name).start();
  }

  /** Has the sending thread look again at once. Never waits. */
  void nudge() {
    nudged = true;
    wake();
  }

  /** Wakes the sending thread if it sleeps. Never waits. */
  void wake() {
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    } else if (orphaned) {
      replace();
    }
  }

  /**
   * Another thread for one that died; where the system has none, the next {@link #wake} tries. The
   * new one may die before this returns: whoever is replacing then looks again.
   */
  private void replace() {
    while (orphaned && replacing.compareAndSet(false, true)) {
      try {
        if (orphaned) { // else somebody was quicker, and two threads would send
          orphaned = false;
          start();
        }
      } catch (Throwable t) {
        orphaned = true;
        return;
      } finally {
        replacing.set(false);
      }
    }
  }

  private void run() {
    thread = Thread.currentThread();
    try {
      while (!loop.isFinished()) {
        nudged = false; // before the turn: what comes during it must not be slept over
        sleep(turn());
      }
    } finally {
      if (loop.isFinished()) {
        onEnd.run();
      } else {
        faults.incrementAndGet();
        parked = false; // it may have died just before it slept
        orphaned = true;
        replace();
      }
    }
  }

  private long turn() {
    try {
      return loop.turn();
    } catch (Throwable fault) {
      try {
        loop.recover();
        log.fault(fault);
      } catch (Throwable again) {
        // Even this broke: the books are put in order after the next turn that breaks or works.
      }
      return PAUSE_AFTER_FAULT;
    }
  }

  private void sleep(long nanos) {
    if (nanos <= 0) {
      return;
    }
    parked = true;
    if (!nudged && !isUrgent.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = false;
    Thread.interrupted(); // nobody has a reason to do that; left set, this thread would spin
  }
}
