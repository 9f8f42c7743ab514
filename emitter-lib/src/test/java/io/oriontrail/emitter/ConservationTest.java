package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** E6: what is offered is delivered, dropped with one reason, or buffered; always and exactly. */
final class ConservationTest {
  private static final int SEEDS = 1_000;
  private static final int AT_ONCE = 8;
  private static final int THREADS = 4;
  private static final int EVENTS_A_THREAD = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Fails in every way there is, at random; remembers what it acknowledged. */
  private static final class UnreliableSender implements RecordSender {
    private final SplittableRandom random;
    private final AtomicBoolean healthy = new AtomicBoolean();

    /** How often each event was acknowledged. */
    final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

    UnreliableSender(long seed) {
      this.random = new SplittableRandom(seed);
    }

    private synchronized int roll(int bound) {
      return healthy.get() ? bound : random.nextInt(bound);
    }

    @Override
    public List<Outcome> send(List<byte[]> records) throws SendException {
      switch (roll(12)) {
        case 0 -> throw new SendException(SendException.Kind.UNAVAILABLE, "seeded", null);
        case 1 -> throw new SendException(SendException.Kind.TIMED_OUT, "seeded", null);
        case 2 -> throw new SendException(SendException.Kind.THROTTLED, "seeded", null);
        case 3 -> throw new IllegalStateException("seeded");
        case 4 -> {
          return Collections.nCopies(records.size() + 1, Outcome.STORED);
        }
        case 5 -> throw new SendException(SendException.Kind.REFUSED, "seeded", null);
        default -> {
          return oneByOne(records);
        }
      }
    }

    private List<Outcome> oneByOne(List<byte[]> records) {
      List<Outcome> outcomes = new ArrayList<>();
      for (byte[] record : records) {
        int luck = roll(4);
        Outcome outcome =
            luck == 0 ? Outcome.THROTTLED : luck == 1 ? Outcome.FAILED : Outcome.STORED;
        outcomes.add(outcome);
        if (outcome == Outcome.STORED) {
          ScriptedSender.read(record)
              .forEach(
                  message -> {
                    if (message instanceof StepEvent event) {
                      acknowledged.merge(event.step(), 1, Integer::sum);
                    }
                  });
        }
      }
      return outcomes;
    }

    void recover() {
      healthy.set(true);
    }
  }

  @Test
  @Timeout(600)
  void e06_countersOf1000SeededRuns_threadsAndAFailingSender_addUpExactly() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE); // a run mostly waits
    List<Future<?>> runs = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      int own = seed;
      Callable<Boolean> run =
          () -> {
            run(own);
            return true;
          };
      runs.add(threads.submit(run));
    }
    threads.shutdown();
    for (Future<?> each : runs) {
      each.get();
    }
  }

  private static void run(int seed) throws InterruptedException {
    UnreliableSender sender = new UnreliableSender(seed);
    OrionEmitter emitter =
        OrionEmitter.builder()
            .sender(sender)
            .shutdownHook(false)
            .linger(Duration.ofMillis(1))
            .requestTimeout(PATIENCE) // given up for slowness, a record would be stored twice
            .bufferCount(seed % 2 == 0 ? 1 << 16 : 60) // with and without drops at the door
            .build();
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String name = seed + "-" + t + "-";
      producers.add(start(() -> produce(emitter, name)));
    }
    Queue<EmitterStats> wrong = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread watcher = start(() -> watch(emitter, over, wrong));
    for (Thread producer : producers) {
      producer.join();
    }
    sender.recover();
    emitter.close(PATIENCE);
    over.set(true);
    watcher.join();

    assertThat(wrong).isEmpty();
    EmitterStats stats = emitter.stats();
    String seeded = "seed " + seed + ": " + stats;
    assertThat(stats.offered()).as(seeded).isEqualTo(THREADS * EVENTS_A_THREAD);
    assertThat(stats.buffered()).as(seeded).isZero();
    assertThat(stats.bufferedBytes()).as(seeded).isZero();
    assertThat(stats.delivered() + stats.dropped()).as(seeded).isEqualTo(stats.offered());
    assertThat(sender.acknowledged).as(seeded).hasSize((int) stats.delivered());
    assertThat(sender.acknowledged.values()).as(seeded).allMatch(times -> times == 1);
    assertThat(stats.dropped(DropReason.FAULT)).as(seeded).isZero();
    assertThat(stats.dropped(DropReason.SHUTDOWN)).as(seeded).isZero();
  }

  private static void produce(OrionEmitter emitter, String name) {
    for (int i = 0; i < EVENTS_A_THREAD; i++) {
      emitter.emit(StepEvent.started(Events.KEY, name + i, Events.TIME).build());
    }
  }

  /** The sum holds at every moment, not only in the end. */
  private static void watch(OrionEmitter emitter, AtomicBoolean over, Queue<EmitterStats> wrong) {
    while (!over.get()) {
      EmitterStats stats = emitter.stats();
      long sum = stats.delivered() + stats.dropped() + stats.buffered();
      if (stats.offered() != sum || stats.buffered() < 0) {
        wrong.add(stats);
      }
      LockSupport.parkNanos(200_000); // eight of these would leave no processor to the others
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
