package io.oriontrail.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of what happened: a run of a step started, or it ended. Made by {@link #started} or
 * {@link #ended}, read by {@link StepEventJson}; whatever exists has been checked.
 *
 * @param key whose execution this belongs to
 * @param step the named operation; {@link #EXECUTION} brackets the execution as a whole
 * @param state which end of the run
 * @param status exactly when ended
 * @param timestamp wall clock of the emitter, years 2000 to 2199, to the nanosecond
 * @param runId the same on a run's two events
 * @param parentRunId the enclosing run
 * @param eventId identity of this event, fixed when it is emitted; one id names one content
 * @param attempt number of this try, from 1; null where the producer gave none, which counts as 1
 * @param dependsOn steps that had to end first
 * @param durationNanos the run's length on the emitter's monotonic clock; ended events only
 * @param errorCode low-cardinality code; failed events only
 * @param errorMessage at most 1,024 characters, longer ones are cut with {@code …}; failed events
 *     only
 * @param service who emitted it
 * @param host where
 * @param traceId W3C trace id, 32 lower-case hexadecimal digits
 * @param attributes at most 16; sorted by key
 */
public record StepEvent(
    ExecutionKey key,
    String step,
    State state,
    @Nullable Status status,
    Instant timestamp,
    @Nullable String runId,
    @Nullable String parentRunId,
    @Nullable String eventId,
    @Nullable Integer attempt,
    List<String> dependsOn,
    @Nullable Long durationNanos,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    @Nullable String service,
    @Nullable String host,
    @Nullable String traceId,
    Map<String, String> attributes)
    implements WireMessage {

  /** The reserved step whose events bracket the execution as a whole. */
  public static final String EXECUTION = "EXECUTION";

  /**
   * Checks every field.
   *
   * @throws InvalidEventException if a field is missing or illegal; it names the field and the
   *     value
   */
  public StepEvent {
    Limits.required("key", key);
    Limits.required("state", state);
    Limits.name("step", step, Limits.MAX_STEP_LENGTH, false);
    Limits.timestamp(timestamp);
    checkOutcome(state, status, durationNanos, errorCode, errorMessage);
    if (runId != null) {
      Limits.token("runId", runId);
    }
    if (parentRunId != null) {
      Limits.token("parentRunId", parentRunId);
    }
    if (eventId != null) {
      Limits.token("eventId", eventId);
    }
    if (attempt != null && (attempt < 1 || attempt > Limits.MAX_ATTEMPT)) {
      throw Limits.invalid(
          "attempt", attempt.toString(), "must be from 1 to " + Limits.MAX_ATTEMPT);
    }
    if (errorCode != null) {
      Limits.name("errorCode", errorCode, Limits.MAX_ERROR_CODE_LENGTH, true);
    }
    if (errorMessage != null) {
      errorMessage = Limits.cut(errorMessage, Limits.MAX_ERROR_MESSAGE_LENGTH);
      Limits.text("errorMessage", errorMessage, Limits.MAX_ERROR_MESSAGE_LENGTH);
    }
    if (service != null) {
      Limits.name("service", service, Limits.MAX_SOURCE_LENGTH, true);
    }
    if (host != null) {
      Limits.name("host", host, Limits.MAX_SOURCE_LENGTH, true);
    }
    if (traceId != null) {
      Limits.traceId(traceId);
    }
    dependsOn = checkedSteps(dependsOn);
    attributes = Attributes.copyOf(attributes);
  }

  /** A builder for the event that records a run's start. */
  public static Builder started(ExecutionKey key, String step, Instant timestamp) {
    return new Builder(key, step, State.STARTED, null, timestamp);
  }

  /** A builder for the event that records a run's end. */
  public static Builder ended(ExecutionKey key, String step, Status status, Instant timestamp) {
    return new Builder(key, step, State.ENDED, status, timestamp);
  }

  /** A builder that holds all of this event's fields. */
  public Builder toBuilder() {
    Builder builder = new Builder(key, step, state, status, timestamp);
    builder.runId = runId;
    builder.parentRunId = parentRunId;
    builder.eventId = eventId;
    builder.attempt = attempt;
    builder.dependsOn = dependsOn;
    builder.durationNanos = durationNanos;
    builder.errorCode = errorCode;
    builder.errorMessage = errorMessage;
    builder.service = service;
    builder.host = host;
    builder.traceId = traceId;
    builder.attributes = attributes;
    return builder;
  }

  /** The number of this try; 1 where the producer gave none. */
  public int attemptOrFirst() {
    return attempt == null ? 1 : attempt;
  }

  /** Whether this event brackets the execution as a whole instead of recording a run. */
  public boolean isBracket() {
    return step.equals(EXECUTION);
  }

  /** This event with an id: its own, or the one that follows from its content. */
  public StepEvent identified() {
    return eventId != null ? this : toBuilder().eventId(EventIdentity.of(this)).build();
  }

  private static void checkOutcome(
      State state,
      @Nullable Status status,
      @Nullable Long durationNanos,
      @Nullable String errorCode,
      @Nullable String errorMessage) {
    if (state == State.ENDED && status == null) {
      throw new InvalidEventException(
          RejectReason.MISSING_FIELD,
          "status",
          "field 'status' is missing; an ENDED event needs SUCCEEDED or FAILED");
    }
    if (state == State.STARTED && status != null) {
      throw Limits.invalid("status", status.name(), "goes with ENDED events only");
    }
    if (durationNanos != null) {
      if (state == State.STARTED) {
        throw Limits.invalid(
            "durationNanos", durationNanos.toString(), "goes with ENDED events only");
      }
      if (durationNanos < 0) {
        throw Limits.invalid("durationNanos", durationNanos.toString(), "must not be negative");
      }
    }
    if (status != Status.FAILED) {
      if (errorCode != null) {
        throw Limits.invalid("errorCode", errorCode, "goes with FAILED events only");
      }
      if (errorMessage != null) {
        throw Limits.invalid("errorMessage", errorMessage, "goes with FAILED events only");
      }
    }
  }

  private static List<String> checkedSteps(List<String> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    if (steps.size() > Limits.MAX_DEPENDS_ON) {
      throw Limits.invalid(
          "dependsOn", steps.size() + " steps", "must name at most " + Limits.MAX_DEPENDS_ON);
    }
    List<String> checked = new ArrayList<>(steps.size());
    for (String step : steps) {
      checked.add(Limits.name("dependsOn", step, Limits.MAX_STEP_LENGTH, false));
    }
    return Collections.unmodifiableList(checked);
  }

  /** Collects the optional fields of an event. Not safe for use by several threads at once. */
  public static final class Builder {
    final ExecutionKey key;
    final String step;
    final State state;
    final @Nullable Status status;
    final Instant timestamp;
    @Nullable String runId;
    @Nullable String parentRunId;
    @Nullable String eventId;
    @Nullable Integer attempt;
    List<String> dependsOn = List.of();
    @Nullable Long durationNanos;
    @Nullable String errorCode;
    @Nullable String errorMessage;
    @Nullable String service;
    @Nullable String host;
    @Nullable String traceId;
    Map<String, String> attributes = Map.of();

    private Builder(
        ExecutionKey key, String step, State state, @Nullable Status status, Instant timestamp) {
      this.key = key;
      this.step = step;
      this.state = state;
      this.status = status;
      this.timestamp = timestamp;
    }

    public Builder runId(@Nullable String runId) {
      this.runId = runId;
      return this;
    }

    public Builder parentRunId(@Nullable String parentRunId) {
      this.parentRunId = parentRunId;
      return this;
    }

    public Builder eventId(@Nullable String eventId) {
      this.eventId = eventId;
      return this;
    }

    public Builder attempt(@Nullable Integer attempt) {
      this.attempt = attempt;
      return this;
    }

    public Builder dependsOn(List<String> steps) {
      this.dependsOn = steps;
      return this;
    }

    public Builder dependsOn(String... steps) {
      return dependsOn(List.of(steps));
    }

    public Builder durationNanos(@Nullable Long durationNanos) {
      this.durationNanos = durationNanos;
      return this;
    }

    public Builder errorCode(@Nullable String errorCode) {
      this.errorCode = errorCode;
      return this;
    }

    public Builder errorMessage(@Nullable String errorMessage) {
      this.errorMessage = errorMessage;
      return this;
    }

    public Builder service(@Nullable String service) {
      this.service = service;
      return this;
    }

    public Builder host(@Nullable String host) {
      this.host = host;
      return this;
    }

    public Builder traceId(@Nullable String traceId) {
      this.traceId = traceId;
      return this;
    }

    public Builder attributes(Map<String, String> attributes) {
      this.attributes = attributes;
      return this;
    }

    /**
     * The event.
     *
     * @throws InvalidEventException if a field is missing or illegal; it names the field and the
     *     value
     */
    public StepEvent build() {
      return new StepEvent(
          key,
          step,
          state,
          status,
          timestamp,
          runId,
          parentRunId,
          eventId,
          attempt,
          dependsOn,
          durationNanos,
          errorCode,
          errorMessage,
          service,
          host,
          traceId,
          attributes);
    }
  }
}
