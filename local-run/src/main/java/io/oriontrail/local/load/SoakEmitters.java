package io.oriontrail.local.load;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.local.child.ParentProcess;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that emits while a line is soaked, with nothing but the library in it. Emits by the
 * schedule, tells its counts on standard output each second, and ends when its standard input does.
 *
 * <p>Arguments: endpoint, stream, the run's name, when it begins, events a second, milliseconds of
 * warm-up, milliseconds after that, emitters.
 */
public final class SoakEmitters {
  /** Begins a line of counts: offered, delivered, dropped, buffered. */
  static final String COUNTS = "counts ";

  private static final Duration TICK = Duration.ofMillis(2);
  private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

  private SoakEmitters() {}

  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Thread.ofPlatform().daemon().name("standard-input").start(() -> awaitEndOfInput(told));
    Instant began = Instant.parse(arguments[3]);
    LoadSettings settings =
        settings(
            Integer.parseInt(arguments[4]),
            Duration.ofMillis(Long.parseLong(arguments[5])),
            Duration.ofMillis(Long.parseLong(arguments[6])),
            Integer.parseInt(arguments[7]));
    List<OrionEmitter> emitters = new ArrayList<>();
    for (int i = 0; i < settings.emitters(); i++) {
      emitters.add(
          OrionEmitter.builder()
              .endpoint(URI.create(arguments[0]))
              .region("us-east-1")
              .streamName(arguments[1])
              .service("soak-" + i)
              .build());
    }
    offer(new LoadTraffic(settings, arguments[2], began), began, emitters, told);
    emitters.forEach(emitter -> emitter.close(CLOSE_LIMIT));
  }

  /** The load of a soak with these figures, for both sides to agree on. */
  static LoadSettings settings(int rate, Duration warmUp, Duration duration, int emitters) {
    return LoadSettings.of(rate, warmUp, duration, LoadSettings.Store.DYNAMODB, emitters);
  }

  private static void offer(
      LoadTraffic traffic, Instant began, List<OrionEmitter> emitters, CountDownLatch told)
      throws InterruptedException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    long start = System.nanoTime() - Duration.between(began, Instant.now()).toNanos();
    long number = 0;
    long shown = System.nanoTime();
    while (!told.await(0, TimeUnit.SECONDS)) {
      for (long due = traffic.dueBy(System.nanoTime() - start); number < due; number++) {
        emitters.get(traffic.emitterOf(number)).emit(traffic.event(number));
      }
      if (System.nanoTime() - shown >= Duration.ofSeconds(1).toNanos()) {
        shown = System.nanoTime();
        out.println(counts(number, emitters));
        out.flush();
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private static String counts(long offered, List<OrionEmitter> emitters) {
    long delivered = 0;
    long dropped = 0;
    long buffered = 0;
    for (OrionEmitter emitter : emitters) {
      EmitterStats stats = emitter.stats();
      delivered += stats.delivered();
      dropped += stats.dropped();
      buffered += stats.buffered();
    }
    return COUNTS + offered + ' ' + delivered + ' ' + dropped + ' ' + buffered;
  }

  private static void awaitEndOfInput(CountDownLatch told) {
    ParentProcess.awaitEnd();
    told.countDown();
  }
}
