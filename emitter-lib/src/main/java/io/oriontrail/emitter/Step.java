package io.oriontrail.emitter;

import io.oriontrail.event.Attributes;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A step about to be run, and what is known about the run beforehand. Each {@link #start} begins
 * another run of it.
 *
 * <p>Not safe for use by several threads at once. No method blocks or throws, whatever the
 * arguments; only what wrapped work throws is passed on. What is not legal is cut or left out and
 * counted as {@link EmitterStats#amended}.
 */
public final class Step {
  private static final int USUAL_PAIRS = 3;

  private final Execution execution;
  private final String name;
  private final @Nullable String parentRunId;
  private @Nullable Integer attempt;
  private List<String> dependsOn = List.of();
  private String @Nullable [] pairs;
  private int pairCount;

  Step(Execution execution, String name, @Nullable String parentRunId) {
    this.execution = execution;
    this.name = name;
    this.parentRunId = parentRunId;
  }

  /** Which try this is, from 1. */
  public Step attempt(int number) {
    attempt = number;
    return this;
  }

  /** Steps that had to end before this one could begin; adds to those named before. */
  public Step dependsOn(String... steps) {
    if (steps != null) {
      List<String> all = new ArrayList<>(dependsOn);
      for (String step : steps) {
        if (step != null && all.size() < Limits.MAX_DEPENDS_ON) {
          all.add(step);
        } else {
          execution.recorder.amended();
        }
      }
      dependsOn = all;
    }
    return this;
  }

  /** Something worth knowing about the run; at most 16, values of at most 256 characters. */
  public Step attribute(String key, String value) {
    String name = execution.recorder.mend.name(key, Limits.MAX_ATTRIBUTE_KEY_LENGTH);
    String text = execution.recorder.mend.text(value, Limits.MAX_ATTRIBUTE_VALUE_LENGTH);
    if (name == null || text == null || pairCount == Limits.MAX_ATTRIBUTES) {
      execution.recorder.amended();
      return this;
    }
    String shown = execution.recorder.shown(name, text);
    if (shown == null) {
      return this;
    }
    if (pairs == null) {
      pairs = new String[2 * USUAL_PAIRS];
    } else if (pairs.length == 2 * pairCount) {
      pairs = Arrays.copyOf(pairs, 4 * pairCount);
    }
    pairs[2 * pairCount] = name;
    pairs[2 * pairCount + 1] = shown;
    pairCount++;
    return this;
  }

  /** Records that a run of this step began. Close it, best with try-with-resources. */
  public Run start() {
    Run run = new Run(execution, name, attempt, parentRunId);
    ExecutionKey key = execution.usableKey();
    if (key != null) {
      recordStart(run, key);
    }
    return run;
  }

  private void recordStart(Run run, ExecutionKey key) {
    try {
      Attributes attributes = pairs == null ? Attributes.NONE : Attributes.of(pairs, pairCount);
      execution.recorder.started(
          execution, key, name, run.runId(), parentRunId, attempt, dependsOn, attributes);
    } catch (Throwable t) {
      execution.recorder.refuseForFault();
    }
  }

  /**
   * Runs the work as a run of this step: it succeeded if the work returns, and failed if the work
   * throws. What it throws is passed on untouched.
   */
  public <T extends @Nullable Object, X extends Exception> T call(Work<T, X> work) throws X {
    Run run = start();
    T result;
    try {
      result = work.run();
    } catch (Throwable t) {
      run.failed(t);
      throw t;
    }
    run.succeeded();
    return result;
  }

  /** {@link #call} for work without a result. */
  public <X extends Exception> void run(Action<X> action) throws X {
    Run run = start();
    try {
      action.run();
    } catch (Throwable t) {
      run.failed(t);
      throw t;
    }
    run.succeeded();
  }

  /**
   * Records a run that began now and lasts until the stage completes, normally or exceptionally.
   * Returns the very stage that was passed.
   */
  public <T extends @Nullable Object> CompletionStage<T> track(CompletionStage<T> stage) {
    Run run = start();
    try {
      stage.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              run.succeeded();
            } else {
              run.failed(failure);
            }
          });
    } catch (Throwable t) { // no stage, or one that takes no followers: its end stays unknown
      execution.recorder.refuseForFault();
    }
    return stage;
  }
}
