package io.oriontrail.emitter;

import io.oriontrail.emitter.Recorder.Outcome;
import io.oriontrail.event.Attributes;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Limits;
import io.oriontrail.event.Status;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One try at a step, under way. Its first outcome counts, whatever is said afterwards. A run that
 * is closed without an outcome is recorded as failed with code {@code ABANDONED}, so that an
 * exception that flies past is never shown as success.
 *
 * <p>Safe for use by several threads at once. No method blocks or throws, whatever the arguments.
 */
public final class Run implements AutoCloseable {
  /** Error code of a run that was closed without an outcome. */
  public static final String ABANDONED = "ABANDONED";

  private static final AtomicReferenceFieldUpdater<Run, @Nullable Pair> PAIRS =
      AtomicReferenceFieldUpdater.newUpdater(Run.class, Pair.class, "pairs");
  private static final Outcome ABANDONED_OUTCOME = new Outcome(Status.FAILED, ABANDONED, null);
  private static final long ELSEWHERE = Long.MIN_VALUE;

  private final Execution execution;
  private final String step;
  private final String runId;
  private final @Nullable Integer attempt;
  private final @Nullable String parentRunId;
  private final long startedAt;
  private volatile @Nullable Pair pairs;

  /** A list that only grows at its head: several threads may add to it without a lock. */
  private record Pair(String name, String value, int count, @Nullable Pair earlier) {
    /** Takes the list's place when the run has an outcome: nothing can be added from then on. */
    static final Pair ENDED = new Pair("", "", -1, null);

    boolean isEnded() {
      return count < 0;
    }
  }

  Run(Execution execution, String step, @Nullable Integer attempt, @Nullable String parentRunId) {
    this(
        execution,
        step,
        execution.recorder.newRunId(),
        attempt,
        parentRunId,
        execution.recorder.nanos());
  }

  private Run(
      Execution execution,
      String step,
      String runId,
      @Nullable Integer attempt,
      @Nullable String parentRunId,
      long startedAt) {
    this.execution = execution;
    this.step = step;
    this.runId = runId;
    this.attempt = attempt;
    this.parentRunId = parentRunId;
    this.startedAt = startedAt;
  }

  static Run resumed(Execution execution, String step, String runId) {
    return new Run(execution, step, runId, null, null, ELSEWHERE);
  }

  /**
   * What names this run: hand it with the step's name to whoever ends the run in another process,
   * see {@link Execution#resume}.
   */
  public String runId() {
    return runId;
  }

  /**
   * Hands the execution, and this run as the cause of the call, over to whoever is called with
   * these headers, see {@link Execution#inject}.
   *
   * @param headers name to value, to be changed
   */
  public void inject(Map<String, String> headers) {
    execution.inject(headers, runId);
  }

  /** A step within this run. */
  public Step step(String name) {
    return new Step(execution, name, runId);
  }

  /**
   * Something worth knowing that came out during the run; recorded with its outcome. Too late after
   * it.
   */
  public Run attribute(String key, String value) {
    String name = execution.recorder.mend.name(key, Limits.MAX_ATTRIBUTE_KEY_LENGTH);
    String text = execution.recorder.mend.text(value, Limits.MAX_ATTRIBUTE_VALUE_LENGTH);
    if (name == null || text == null) {
      execution.recorder.amended();
      return this;
    }
    String shown = execution.recorder.shown(name, text);
    if (shown == null) {
      return this;
    }
    while (true) {
      Pair earlier = pairs;
      if (earlier != null && earlier.isEnded()) {
        return this;
      }
      int count = earlier == null ? 1 : earlier.count + 1;
      if (count > Limits.MAX_ATTRIBUTES) {
        execution.recorder.amended();
        return this;
      }
      if (PAIRS.compareAndSet(this, earlier, new Pair(name, shown, count, earlier))) {
        return this;
      }
    }
  }

  /** It succeeded. */
  public void succeeded() {
    end(Outcome.SUCCEEDED);
  }

  /**
   * It failed.
   *
   * @param errorCode a code of which there are few, such as {@code UPSTREAM_TIMEOUT}; null for none
   * @param errorMessage for people; cut to 1,024 characters; null for none
   */
  public void failed(@Nullable String errorCode, @Nullable String errorMessage) {
    end(new Outcome(Status.FAILED, errorCode, errorMessage));
  }

  /** It failed with this: the code is the simple name of its class, the message its own. */
  public void failed(@Nullable Throwable failure) {
    if (failure == null) {
      failed(null, null);
      return;
    }
    try {
      Throwable cause = unwrapped(failure);
      String name = cause.getClass().getSimpleName();
      failed(name.isEmpty() ? cause.getClass().getName() : name, message(cause));
    } catch (Throwable t) {
      execution.recorder.refuseForFault();
    }
  }

  /** Ends the run as failed with {@link #ABANDONED}, unless it has an outcome. */
  @Override
  public void close() {
    end(ABANDONED_OUTCOME);
  }

  private void end(Outcome outcome) {
    Pair last = PAIRS.getAndSet(this, Pair.ENDED);
    if (last != null && last.isEnded()) {
      return;
    }
    try {
      ExecutionKey key = execution.usableKey();
      if (key != null) {
        Long duration =
            startedAt == ELSEWHERE ? null : Math.max(0, execution.recorder.nanos() - startedAt);
        execution.recorder.ended(
            execution, key, step, runId, parentRunId, attempt, duration, outcome, attributes(last));
      }
    } catch (Throwable t) {
      execution.recorder.refuseForFault();
    }
  }

  private static Attributes attributes(@Nullable Pair last) {
    if (last == null) {
      return Attributes.NONE;
    }
    String[] all = new String[2 * last.count];
    for (Pair pair = last; pair != null; pair = pair.earlier) {
      all[2 * pair.count - 2] = pair.name;
      all[2 * pair.count - 1] = pair.value;
    }
    return Attributes.of(all, last.count);
  }

  /** Futures wrap what went wrong; the wrapping says nothing. */
  private static Throwable unwrapped(Throwable failure) {
    boolean wraps = failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return wraps && cause != null ? cause : failure;
  }

  private static @Nullable String message(Throwable failure) {
    try {
      return failure.getMessage();
    } catch (Throwable t) { // it is somebody else's code
      return null;
    }
  }
}
