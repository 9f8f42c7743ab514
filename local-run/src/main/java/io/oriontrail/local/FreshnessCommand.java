package io.oriontrail.local;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.StepEventReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "freshness",
    description =
        "Emits at a rate into the running line and measures, for some of the events, how long it"
            + " takes from emitting until a query finds them, rounded up by at most a tenth.",
    mixinStandardHelpOptions = true)
final class FreshnessCommand implements Callable<Integer> {
  private static final Duration FIRST_LOOK_AFTER = Duration.ofMillis(250);

  /**
   * The next look comes when an event is older by this part: a slow line is not asked ever more.
   */
  private static final int PART_OF_AGE = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STEPS = 20;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "events in a second (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "how long (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "5",
      description = "events in a second that are looked for (default: ${DEFAULT-VALUE})")
  private int probes;

  @Mixin private RunningLine running = new RunningLine();

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() throws InterruptedException {
    LineDescription line = running.description();
    String run = "freshness-" + Instant.now().toEpochMilli();
    List<Future<Long>> looks = new ArrayList<>();
    try (LineClients clients = LineClients.of(line);
        OrionEmitter emitter = clients.emitter("freshness");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StepEventReader reader = clients.reader();
      Pace pace = Pace.perSecond(rate);
      long events = (long) rate * seconds;
      long between = Math.max(1, rate / Math.max(1, probes));
      for (long i = 0; i < events; i++) {
        pace.awaitTurn();
        boolean probe = i % between == 0;
        // A probe has an execution of its own, so that one look finds it.
        ExecutionKey key = ExecutionKey.of(run, probe ? "probe-" + i : "load-" + i / STEPS);
        emitter.emit(StepEvent.started(key, "STEP-" + i % STEPS, Instant.now()).build());
        if (probe) {
          long emitted = System.nanoTime();
          looks.add(threads.submit(() -> millisUntilFound(reader, key, emitted)));
        }
      }
      progress.say(
          "emitted %d in %.1f s, dropped %d"
              .formatted(events, pace.elapsedSeconds(), emitter.stats().dropped()));
      return report(looks);
    }
  }

  private static long millisUntilFound(StepEventReader reader, ExecutionKey key, long emitted) {
    LockSupport.parkNanos(FIRST_LOOK_AFTER.toNanos());
    while (System.nanoTime() - emitted < PATIENCE.toNanos()) {
      if (!reader.eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 1).events().isEmpty()) {
        return Duration.ofNanos(System.nanoTime() - emitted).toMillis();
      }
      LockSupport.parkNanos((System.nanoTime() - emitted) / PART_OF_AGE);
    }
    return -1;
  }

  private int report(List<Future<Long>> looks) throws InterruptedException {
    List<Long> found = new ArrayList<>();
    for (Future<Long> look : looks) {
      try {
        long millis = look.get();
        if (millis >= 0) {
          found.add(millis);
        }
      } catch (ExecutionException e) {
        throw CliException.from(e);
      }
    }
    found.sort(null);
    int missing = looks.size() - found.size();
    progress.say(
        "emit to found, ms: p50 %d, p99 %d, max %d of %d probes; not found within %d s: %d"
            .formatted(
                at(found, 0.5),
                at(found, 0.99),
                at(found, 1),
                found.size(),
                PATIENCE.toSeconds(),
                missing));
    return missing == 0 ? 0 : 1;
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.isEmpty()
        ? -1
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
