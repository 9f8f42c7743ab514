package io.oriontrail.emitter;

import io.oriontrail.event.Attributes;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.Map;
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
  private final @Nullable String callerRunId;
  private final boolean kept;
  private volatile long startedAt = NOT_STARTED;

  private Execution(
      Recorder recorder,
      @Nullable ExecutionKey key,
      @Nullable InvalidEventException invalidKey,
      @Nullable String callerRunId) {
    this.recorder = recorder;
    this.key = key;
    this.invalidKey = invalidKey;
    this.callerRunId = callerRunId;
    this.kept = key == null || recorder.keeps(key);
  }

  static Execution of(Recorder recorder, @Nullable String accountId, @Nullable String executionId) {
    try {
      return new Execution(recorder, keyOf(accountId, executionId), null, null);
    } catch (InvalidEventException e) { // told with the first event that cannot be recorded
      return new Execution(recorder, null, e, null);
    }
  }

  /** As handed over by the process whose run caused the call. */
  static Execution of(Recorder recorder, Baggage handed) {
    return new Execution(recorder, handed.key(), null, handed.runId());
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
      recorder.started(
          this, legal, StepEvent.EXECUTION, null, null, null, List.of(), Attributes.NONE);
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
    long began = startedAt;
    Long duration = began == NOT_STARTED ? null : Math.max(0, recorder.nanos() - began);
    recorder.ended(
        this,
        legal,
        StepEvent.EXECUTION,
        null,
        null,
        null,
        duration,
        new Recorder.Outcome(status, errorCode, errorMessage),
        Attributes.NONE);
  }

  /** A step about to be run: say more about it, then {@link Step#start} it. */
  public Step step(String name) {
    return new Step(this, name, callerRunId);
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

  /**
   * Hands this execution over to whoever is called with these headers: adds it to the W3C header
   * {@code baggage} and leaves all other members of that as they are. The other side takes it up
   * with {@link OrionEmitter#extract}. Better is {@link Run#inject}, which also tells the run that
   * the call is made in; this tells the run, if any, that this execution was handed over by.
   *
   * <p>Where the header would become longer than 8,192 bytes or 64 members, nothing is added, which
   * counts as {@link EmitterStats#amended}.
   *
   * @param headers name to value, to be changed
   */
  public void inject(Map<String, String> headers) {
    inject(headers, callerRunId);
  }

  void inject(Map<String, String> headers, @Nullable String runId) {
    ExecutionKey legal = key;
    try {
      // Runs of an emitter that is switched off are seen by nobody: the caller's is the next best.
      String shown = recorder.isEnabled() ? runId : callerRunId;
      if (legal == null || !new Baggage(legal, shown).writeTo(headers)) {
        recorder.amended();
      }
    } catch (Throwable t) { // a map that takes nothing, or none at all
      recorder.amended();
    }
  }

  /** Whether its events are recorded; if not, only failures are, and marked. */
  boolean isKept() {
    return kept;
  }

  /** The key, or null, with the event counted as invalid, where the ids are not legal. */
  @Nullable ExecutionKey usableKey() {
    if (key == null && invalidKey != null) {
      recorder.refuse(invalidKey);
    }
    return recorder.isEnabled() ? key : null;
  }
}
