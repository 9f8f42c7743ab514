package io.oriontrail.emitter;

import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Queue, loop and sender without threads, in virtual time. */
final class VirtualLine {
  final ManualTime time = new ManualTime();
  final ScriptedSender sender = new ScriptedSender();
  final EventQueue queue;
  final Counters counters;
  final EmitterIdentity identity = new EmitterIdentity("k7f3q");
  final Waiters waiters = new Waiters();
  final SendLoop loop;

  /** Requests that have begun and are held back, see {@link #holdRequests}. */
  private final Deque<Runnable> held = new ArrayDeque<>();

  private boolean holding;

  /** What was handed in, refused events included. */
  final Set<StepEvent> emitted = new HashSet<>();

  /** What the emitter logged. */
  final List<String> logged = new ArrayList<>();

  VirtualLine() {
    this(settings());
  }

  VirtualLine(Settings settings) {
    this.queue = new EventQueue(settings.bufferCount(), settings.bufferBytes());
    this.counters = new Counters(queue);
    DropLog log = new DropLog(new ListLogger(logged), "test");
    SpoolSettings onDisk = settings.spool();
    Spool spool =
        onDisk == null ? null : new Spool(onDisk, counters.spool, Runnable::run, log::diskFailed);
    long patience = settings.requestTimeout().plusSeconds(1).toNanos();
    Flights flights = new Flights(sender, this::execute, () -> {}, patience);
    this.loop =
        new SendLoop(
            new SendLoop.Parts(
                time.time(),
                queue,
                counters,
                identity,
                flights,
                waiters,
                log,
                new SplittableRandom(1),
                new GzipCompressor(),
                spool),
            settings);
  }

  static Settings settings() {
    return settings(8 << 20, 1 << 16, false);
  }

  static Settings settings(long bufferBytes, int bufferCount, boolean dropOldest) {
    return settings(bufferBytes, bufferCount, dropOldest, null);
  }

  static Settings settings(
      long bufferBytes, int bufferCount, boolean dropOldest, @Nullable SpoolSettings spool) {
    return new Settings(
        null,
        null,
        bufferBytes,
        bufferCount,
        Duration.ofMillis(200),
        4,
        Duration.ofSeconds(3),
        Duration.ofMinutes(15),
        Duration.ofSeconds(30),
        false,
        dropOldest,
        spool);
  }

  private void execute(Runnable request) {
    if (holding) {
      held.add(request);
    } else {
      request.run();
    }
  }

  void holdRequests() {
    holding = true;
  }

  /** The oldest request that was held back gets its answer. */
  void releaseOne() {
    held.remove().run();
  }

  void releaseAll() {
    holding = false;
    while (!held.isEmpty()) {
      releaseOne();
    }
  }

  int held() {
    return held.size();
  }

  VirtualLine emit(StepEvent... events) {
    for (StepEvent event : events) {
      emitted.add(event);
      long place = queue.offer(event, EventWeight.of(event), event.status() == Status.FAILED);
      if (place == EventQueue.FULL) {
        counters.refuse(DropReason.BUFFER_FULL);
      }
    }
    return this;
  }

  /** Turns until a turn has nothing more to do at this moment. */
  void turn() {
    for (int i = 0; i < 1_000; i++) {
      if (loop.turn() > 0) {
        loop.turn(); // what a request without a thread answered lies in the mailbox
        return;
      }
    }
    throw new AssertionError("the loop finds no rest");
  }

  /** Lets time pass as the sending thread would: it sleeps as long as a turn says. */
  void pass(Duration duration) {
    long left = duration.toNanos();
    long turns = 0;
    while (left > 0 && !loop.isFinished()) {
      long pause = Math.min(left, Math.max(loop.turn(), 1));
      time.pass(Duration.ofNanos(pause));
      left -= pause;
      if (++turns > 100 + duration.toMillis()) {
        throw new AssertionError("the loop spins: " + turns + " turns in " + duration);
      }
    }
    if (!loop.isFinished()) {
      turn();
    }
  }

  /** Closes with this much virtual time. */
  void close(Duration limit) {
    waiters.closeAt(time.time().nanos() + limit.toNanos());
    queue.close();
    pass(limit.plusMillis(1));
  }

  EmitterStats stats() {
    return counters.snapshot();
  }
}
