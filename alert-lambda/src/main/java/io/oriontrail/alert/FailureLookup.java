package io.oriontrail.alert;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.ErrorRollup;
import io.oriontrail.store.FailureQuery;
import io.oriontrail.store.FailureReader;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what fails around an alarm. Never throws and never takes longer than its patience: what
 * the store does not say in time is named as missing, because an alarm that waits for its context
 * would be worth less than one without. Safe for use by several threads at once; blocks.
 */
final class FailureLookup {
  /** Looked at before the alarm, at least; then back to the hour, as roll-ups count by the hour. */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** The latest failures among which executions are counted. */
  private static final int LATEST = 200;

  private static final int MOST_CODES = 3;

  private final RollupReader rollups;
  private final FailureReader failures;
  private final InstantSource clock;
  private final Duration patience;
  private final int executions;

  /**
   * A look-up.
   *
   * @param patience for the whole of it
   * @param executions how many are named; 0 for none
   */
  FailureLookup(
      RollupReader rollups,
      FailureReader failures,
      InstantSource clock,
      Duration patience,
      int executions) {
    this.rollups = rollups;
    this.failures = failures;
    this.clock = clock;
    this.patience = patience;
    this.executions = executions;
  }

  /** What failed before and since the moment, of the step alone where one is given. */
  Failures around(Instant moment, @Nullable String step) {
    Instant now = clock.instant();
    Instant from = moment.minus(BEFORE).truncatedTo(ChronoUnit.HOURS);
    Instant to = now.isAfter(moment) ? now : moment.plusSeconds(1);
    if (Duration.between(from, to).compareTo(RollupReader.MAX_FINE_WINDOW) > 0) {
      // Told late: what matters is what was then.
      to = from.plus(RollupReader.MAX_FINE_WINDOW);
    }
    return within(from, to, step);
  }

  private Failures within(Instant from, Instant to, @Nullable String step) {
    List<String> missing = new ArrayList<>();
    FutureTask<Failures.@Nullable Share> share = started(() -> share(from, to, step));
    FutureTask<List<Failures.Code>> codes = started(() -> codes(from, to, step));
    FutureTask<List<Failures.Execution>> worst = started(() -> worst(from, to, step));
    long until = System.nanoTime() + patience.toNanos();
    return new Failures(
        from,
        result(share, until, "how many runs there were", null, missing),
        orNone(result(codes, until, "error codes and how many are concerned", null, missing)),
        orNone(result(worst, until, "failing executions", null, missing)),
        missing);
  }

  private static <T> List<T> orNone(@Nullable List<T> found) {
    return found == null ? List.of() : found;
  }

  private static <T extends @Nullable Object> FutureTask<T> started(Callable<T> question) {
    FutureTask<T> task = new FutureTask<>(question);
    Thread.ofVirtual().name("look-up").start(task);
    return task;
  }

  private <T> @Nullable T result(
      FutureTask<? extends @Nullable T> task,
      long until,
      String what,
      @Nullable T otherwise,
      List<String> missing) {
    try {
      return task.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      missing.add(what + " (no answer within " + patience.toSeconds() + " s)");
    } catch (ExecutionException e) {
      missing.add(what + " (" + reason(e.getCause()) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      missing.add(what + " (interrupted)");
    }
    return otherwise;
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null ? "it failed" : failure.getClass().getSimpleName();
  }

  private Failures.@Nullable Share share(Instant from, Instant to, @Nullable String step) {
    if (step == null) {
      return null;
    }
    return rollups.steps(from, to).stream()
        .filter(sums -> sums.step().equals(step))
        .findFirst()
        .map(sums -> new Failures.Share(sums.failed(), sums.ended()))
        .orElse(null);
  }

  private List<Failures.Code> codes(Instant from, Instant to, @Nullable String step) {
    return rollups.errors(from, to).stream()
        .filter(error -> isWanted(error.step(), step))
        .limit(MOST_CODES)
        .map(FailureLookup::code)
        .toList();
  }

  /** Both counts are estimates; a failure is of one execution, and that of one account. */
  private static Failures.Code code(ErrorRollup error) {
    long executions = Math.min(error.executions(), error.failures());
    return new Failures.Code(
        error.step(),
        error.errorCode(),
        error.failures(),
        executions,
        Math.min(error.accounts(), executions));
  }

  /** Of all steps, an execution's own failure would only count its runs' failures once more. */
  private static boolean isWanted(String found, @Nullable String step) {
    return step == null ? !found.equals(StepEvent.EXECUTION) : found.equals(step);
  }

  private List<Failures.Execution> worst(Instant from, Instant to, @Nullable String step) {
    if (executions == 0) {
      return List.of();
    }
    List<StoredEvent> latest =
        failures.failures(new FailureQuery(from, to, step, null), null, LATEST).failures();
    Map<ExecutionKey, List<StepEvent>> byExecution = new LinkedHashMap<>();
    for (StoredEvent failure : latest) {
      if (isWanted(failure.event().step(), step)) {
        byExecution
            .computeIfAbsent(failure.event().key(), absent -> new ArrayList<>())
            .add(failure.event());
      }
    }
    return byExecution.entrySet().stream()
        .map(entry -> execution(entry.getKey(), entry.getValue()))
        // Stable: among equals the latest stays first.
        .sorted(Comparator.comparingInt(Failures.Execution::failedRuns).reversed())
        .limit(executions)
        .toList();
  }

  private static Failures.Execution execution(ExecutionKey key, List<StepEvent> newestFirst) {
    StepEvent last = newestFirst.getFirst();
    return new Failures.Execution(
        key, newestFirst.size(), last.step(), last.errorCode(), last.timestamp());
  }
}
