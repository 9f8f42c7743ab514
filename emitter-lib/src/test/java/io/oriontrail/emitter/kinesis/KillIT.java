package io.oriontrail.emitter.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.FaultPlan;
import io.oriontrail.local.kinesis.KinesisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * E10 and fault 23: a process that is killed loses what it emitted within linger and the time of a
 * request, no more, and whoever reads the stream can tell. {@code -Dorion.kills=1000} for the long
 * run, see docs/PROMISES.md.
 */
final class KillIT {
  private static final int KILLS = Integer.getInteger("orion.kills", 20);
  private static final int AT_ONCE = 2;
  private static final int RATE = 500;

  /** While all is well, linger and a request come to less than that. */
  private static final Duration USUAL = Duration.ofSeconds(1);

  /**
   * On a machine that has other things to do a request takes as long as it may: 200 ms of linger,
   * three seconds until it is given up, one of patience, and one more. Where a request has failed
   * in that time, the emitter was not healthy, and all that it held may be lost.
   */
  private static final Duration BOUND = Duration.ofMillis(5_200);

  private static final int SPOOL_KILLS = Integer.getInteger("orion.spool.kills", 6);

  /** The interval is 200 ms; the rest is for a machine that has other things to do. */
  private static final Duration SPOOL_BOUND = Duration.ofSeconds(1);

  /**
   * So many times have threads of two processes to get their turn until a record is delivered, at a
   * guess. How long one of them has to wait is told by the gaps between the process's own events.
   */
  private static final int TURNS = 20;

  /** The process emits every two milliseconds: so far back its gaps tell how busy it was. */
  private static final Duration LATELY = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What one kill cost, what may be the machine's part in it, and whether all requests of the last
   * {@link #BOUND} had gone well.
   */
  record Loss(int events, Duration window, Duration machines, boolean healthy) {
    long millis() {
      return window.toMillis();
    }

    long millisOfOurs() {
      return Math.max(0, window.minus(machines).toMillis());
    }
  }

  @Test
  void e10_fault23_killedAtRandom_losesTheLastMoment_andItShows() throws Exception {
    SplittableRandom random = new SplittableRandom();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Loss>> results = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      long after = random.nextLong(800);
      Callable<Loss> trial = () -> killed(after);
      results.add(threads.submit(trial));
    }
    threads.shutdown();
    List<Loss> losses = allOf(results);
    tell("kills", losses);
    List<Long> ours =
        losses.stream().filter(Loss::healthy).map(Loss::millisOfOurs).sorted().toList();
    assertThat(ours).as("kills of healthy emitters").isNotEmpty();
    assertThat(ours.get(ours.size() / 2)).as("median, ms").isLessThanOrEqualTo(USUAL.toMillis());
    assertThat(ours.get(ours.size() - 1)).as("ms").isLessThanOrEqualTo(BOUND.toMillis());
  }

  private static List<Loss> allOf(List<Future<Loss>> results) throws Exception {
    List<Loss> losses = new ArrayList<>();
    for (Future<Loss> result : results) {
      losses.add(result.get(results.size() * 20L + 300, TimeUnit.SECONDS));
    }
    return losses;
  }

  private static void tell(String what, List<Loss> losses) {
    List<Long> windows = losses.stream().map(Loss::millis).sorted().toList();
    System.out.printf(
        "%d %s at %d events/s, %d of them with failed requests: %d events lost; lost time p50 %d ms, p99 %d ms, most %d ms%n",
        losses.size(),
        what,
        RATE,
        losses.stream().filter(loss -> !loss.healthy()).count(),
        losses.stream().mapToInt(Loss::events).sum(),
        windows.get(windows.size() / 2),
        windows.get(windows.size() * 99 / 100),
        windows.get(windows.size() - 1));
  }

  private static Loss killed(long afterMillis) throws Exception {
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream(EmittingProcess.STREAM, 2);
      List<Child.Told> told;
      try (Child child =
          Child.start(List.of(), server.endpoint().toString(), "e", "" + RATE, "0")) {
        // Healthy from here on: the first request of a process also makes the client.
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> server.counts(EmittingProcess.STREAM).accepted() >= 2);
        TimeUnit.MILLISECONDS.sleep(afterMillis); // the random moment itself, not a wait for it
        child.kill();
        told = child.told();
      }
      return loss(server, told);
    }
  }

  @Test
  void spool_killedAtRandom_losesNothingBeforeTheLastInterval(@TempDir Path folder)
      throws Exception {
    SplittableRandom random = new SplittableRandom();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Loss>> results = new ArrayList<>();
    for (int i = 0; i < SPOOL_KILLS; i++) {
      Path own = folder.resolve("spool-" + i);
      long after = random.nextLong(500);
      boolean outage = i % 2 == 0; // with one nothing was delivered; without, next to everything
      Callable<Loss> trial = () -> killedWithSpool(own, after, outage);
      results.add(threads.submit(trial));
    }
    threads.shutdown();
    List<Loss> losses = allOf(results);
    tell("kills with a spool", losses);
    assertThat(losses)
        .allSatisfy(
            loss ->
                assertThat(loss.millisOfOurs())
                    .as("ms")
                    .isLessThanOrEqualTo(SPOOL_BOUND.toMillis()));
  }

  private static Loss killedWithSpool(Path directory, long afterMillis, boolean outage)
      throws Exception {
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream(EmittingProcess.STREAM, 2);
      if (outage) {
        server.inject(FaultPlan.always(new Fault.Silence()).on("PutRecords"));
      }
      List<Child.Told> told;
      try (Child child =
          Child.start(
              List.of(), server.endpoint().toString(), "e", "" + RATE, "0", directory.toString())) {
        Awaitility.await().atMost(PATIENCE).until(() -> child.told().size() > RATE);
        TimeUnit.MILLISECONDS.sleep(afterMillis); // the random moment itself
        child.kill();
        told = child.told();
      }
      server.inject(FaultPlan.healthy());
      deliverWhatIsLeft(server, directory);
      return loss(server, told);
    }
  }

  private static void deliverWhatIsLeft(KinesisServer server, Path directory) {
    try (OrionEmitter next =
        OrionEmitter.builder()
            .streamName(EmittingProcess.STREAM)
            .endpoint(server.endpoint())
            .region("eu-west-1")
            .shutdownHook(false)
            .spool(directory, 64 << 20)
            .build()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> next.stats().spool().usable() && next.stats().spool().foundWaiting() == 0);
      assertThat(next.stats().spool().foundDropped()).isZero();
    }
  }

  private static Loss loss(KinesisServer server, List<Child.Told> told) {
    List<StepEvent> events = Arrivals.events(server, EmittingProcess.STREAM);
    Set<String> arrived = new HashSet<>();
    Set<Long> numbers = new HashSet<>();
    for (StepEvent event : events) {
      arrived.add(event.step());
      numbers.add(number(event));
      assertThat(event.step()).isEqualTo(EmittingProcess.step(number(event)));
    }
    List<Child.Told> lost =
        told.stream().filter(t -> !arrived.contains(EmittingProcess.step(t.number()))).toList();
    // It shows: no farewell, and whatever is missing before the last that came is a gap.
    assertThat(Arrivals.heartbeats(server, EmittingProcess.STREAM))
        .filteredOn(beat -> !numbers.isEmpty() && beat.emitterId().equals(emitterOf(events)))
        .extracting(Heartbeat::counters)
        .noneMatch(counters -> counters.containsKey("closing"));
    long last = Collections.max(numbers);
    assertThat(lost.stream().filter(t -> t.number() < last))
        .allMatch(t -> !numbers.contains(t.number()));
    Duration window =
        lost.isEmpty()
            ? Duration.ZERO
            : Duration.ofNanos(told.get(told.size() - 1).nanos() - lost.get(0).nanos());
    return new Loss(
        lost.size(), window, longestGap(told).multipliedBy(TURNS), isHealthyInTheEnd(told));
  }

  private static boolean isHealthyInTheEnd(List<Child.Told> told) {
    Child.Told last = told.get(told.size() - 1);
    Child.Told then =
        told.stream()
            .filter(each -> last.nanos() - each.nanos() <= BOUND.toNanos())
            .findFirst()
            .orElse(last);
    return then.failedRequests() == last.failedRequests();
  }

  /** Between two of the last second's events. */
  private static Duration longestGap(List<Child.Told> told) {
    long end = told.get(told.size() - 1).nanos();
    long longest = 0;
    for (int i = told.size() - 1; i > 0 && end - told.get(i).nanos() < LATELY.toNanos(); i--) {
      longest = Math.max(longest, told.get(i).nanos() - told.get(i - 1).nanos());
    }
    return Duration.ofNanos(longest);
  }

  /** All events are the child's: whoever delivers what it left emits none of its own. */
  private static String emitterOf(List<StepEvent> events) {
    String id = String.valueOf(events.get(0).eventId());
    return id.substring(0, id.indexOf('-'));
  }

  private static long number(StepEvent event) {
    String id = String.valueOf(event.eventId());
    return Long.parseLong(id.substring(id.indexOf('-') + 1), 36);
  }
}
