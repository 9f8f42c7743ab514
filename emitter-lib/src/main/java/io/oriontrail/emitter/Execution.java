package io.oriontrail.emitter;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One pass of one account through Orion, as one process sees it. Several processes may each hold
 * their own for the same ids; none needs to know all of its steps.
 *
 * <p>Safe for use by several threads at once. No method blocks or throws, whatever the arguments;
 * what cannot be recorded is counted in {@link EmitterStats}. Only what the wrapped work of {@link
 * #call} and {@link #run} throws is passed on.
 */
public final class Execution {
  private static final long NOT_STARTED = Long.MIN_VALUE;

  final Recorder recorder;
  private final @Nullable ExecutionKey key;
  private final @Nullable InvalidEventException invalidKey;
  private volatile long startedAt = NOT_STARTED;

  Execution(Recorder recorder, @Nullable String accountId, @Nullable String executionId) {
    this.recorder = recorder;
    ExecutionKey legal = null;
    InvalidEventException invalid = null;
    try {
      legal = keyOf(accountId, executionId);
    } catch (InvalidEventException e) {
      invalid = e; // told with the first event that cannot be recorded
    }
    this.key = legal;
    this.invalidKey = invalid;
  }

  @SuppressWarnings("NullAway") // callers need not heed our annotations; the key checks for null
  private static ExecutionKey keyOf(@Nullable String accountId, @Nullable String executionId) {
    return ExecutionKey.of(accountId, executionId);
  }

  /** Records that the execution began. */
  public void started() {
    startedAt = recorder.nanos();
    ExecutionKey legal = usableKey();
    if (legal != null) {
      recorder.record(StepEvent.started(legal, StepEvent.EXECUTION, recorder.now()));
    }
  }

  /** Records that the execution as a whole ended. */
  public void ended(Status status) {
    ended(status, null, null);
  }

  /**
   * Records that the execution as a whole ended.
   *
   * @param errorCode a code of which there are few, such as {@code UPSTREAM_TIMEOUT}; null for none
   * @param errorMessage for people; cut to 1,024 characters; null for none
   */
  public void ended(Status status, @Nullable String errorCode, @Nullable String errorMessage) {
    ExecutionKey legal = usableKey();
    if (legal == null) {
      return;
    }
    StepEvent.Builder event = StepEvent.ended(legal, StepEvent.EXECUTION, status, recorder.now());
    long began = startedAt;
    if (began != NOT_STARTED) {
      event.durationNanos(Math.max(0, recorder.nanos() - began));
    }
    if (status == Status.FAILED) {
      event.errorCode(recorder.mend.name(errorCode, Limits.MAX_ERROR_CODE_LENGTH));
      event.errorMessage(recorder.mend.text(errorMessage, Limits.MAX_ERROR_MESSAGE_LENGTH));
    }
    recorder.record(event);
  }

  /** A step about to be run: say more about it, then {@link Step#start} it. */
  public Step step(String name) {
    return new Step(this, name, null);
  }

  /** Runs the work as a step: {@link Step#call} without more to say. */
  public <T extends @Nullable Object, X extends Exception> T call(String step, Work<T, X> work)
      throws X {
    return step(step).call(work);
  }

  /** Runs the action as a step: {@link Step#run} without more to say. */
  public <X extends Exception> void run(String step, Action<X> action) throws X {
    step(step).run(action);
  }

  /** Records a step that lasts until the stage completes: {@link Step#track}. */
  public <T extends @Nullable Object> CompletionStage<T> track(
      String step, CompletionStage<T> stage) {
    return step(step).track(stage);
  }

  /**
   * A run that was started elsewhere and is ended here; nothing is recorded before its outcome.
   * Both names are needed, because an event that says "ended" stands for itself.
   *
   * @param step the step's name, as where it was started
   * @param runId {@link Run#runId} of the started run
   */
  public Run resume(String step, String runId) {
    return Run.resumed(this, step, runId);
  }

  /** The key, or null, with the event counted as invalid, where the ids are not legal. */
  @Nullable ExecutionKey usableKey() {
    if (key == null && invalidKey != null) {
      recorder.refuse(invalidKey);
    }
    return recorder.isEnabled() ? key : null;
  }
}
