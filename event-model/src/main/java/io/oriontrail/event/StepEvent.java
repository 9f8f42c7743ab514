package io.oriontrail.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of what happened: a run of a step started, or it ended. Made by {@link #started} or
 * {@link #ended}, read by {@link StepEventJson}; whatever exists has been checked. Immutable.
 *
 * <p>A class instead of a record, because it keeps what the check learns in passing and the way out
 * needs later: how long its texts are, and whether they can be written as they are.
 */
public final class StepEvent implements WireMessage {
  private final ExecutionKey key;
  private final String step;
  private final State state;
  private final @Nullable Status status;
  private final Instant timestamp;
  private final @Nullable String runId;
  private final @Nullable String parentRunId;
  private final @Nullable String eventId;
  private final @Nullable Integer attempt;
  private final List<String> dependsOn;
  private final long durationNanos;
  private final @Nullable String errorCode;
  private final @Nullable String errorMessage;
  private final @Nullable String service;
  private final @Nullable String host;
  private final @Nullable String traceId;
  private final Map<String, String> attributes;

  /**
   * The characters of all texts, their number, and whether every text is {@link PlainText}: in one
   * word, because an event more or less full of words is what waits in memory.
   */
  private final int texts;

  private static final long NO_DURATION = Long.MIN_VALUE;
  private static final int COUNT_BITS = 7;

  /** The reserved step whose events bracket the execution as a whole. */
  public static final String EXECUTION = "EXECUTION";

  /**
   * Checks every field; they are told with their accessors.
   *
   * @throws InvalidEventException if a field is missing or illegal; it names the field and the
   *     value
   */
  public StepEvent(
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
      Map<String, String> attributes) {
    this(
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
        durationNanos == null ? NO_DURATION : durationNanos,
        errorCode,
        errorMessage,
        service,
        host,
        traceId,
        attributes);
  }

  private StepEvent(
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
      long durationNanos,
      @Nullable String errorCode,
      @Nullable String errorMessage,
      @Nullable String service,
      @Nullable String host,
      @Nullable String traceId,
      Map<String, String> attributes) {
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
    this.key = key;
    this.step = step;
    this.state = state;
    this.status = status;
    this.timestamp = timestamp;
    this.runId = runId;
    this.parentRunId = parentRunId;
    this.eventId = eventId;
    this.attempt = attempt;
    this.dependsOn = checkedSteps(dependsOn);
    this.durationNanos = durationNanos;
    this.errorCode = errorCode;
    this.errorMessage = errorMessage;
    this.service = service;
    this.host = host;
    this.traceId = traceId;
    this.attributes = Attributes.copyOf(attributes);
    Attributes pairs = Attributes.copyOf(this.attributes);
    boolean plain =
        key.isPlain()
            && PlainText.is(step)
            && PlainText.is(errorCode)
            && PlainText.is(errorMessage)
            && PlainText.is(service)
            && PlainText.is(host)
            && pairs.isPlain()
            && arePlain(this.dependsOn);
    int count = countTexts() + 2 * pairs.size();
    int characters = countCharacters() + pairs.textLength();
    this.texts = (characters << COUNT_BITS | count) << 1 | (plain ? 1 : 0);
  }

  private static boolean arePlain(List<String> texts) {
    boolean plain = true;
    for (int i = 0; i < texts.size(); i++) {
      plain &= PlainText.is(texts.get(i));
    }
    return plain;
  }

  private int countTexts() {
    return 3 // those that every event has
        + dependsOn.size()
        + one(runId)
        + one(parentRunId)
        + one(eventId)
        + one(errorCode)
        + one(errorMessage)
        + one(service)
        + one(host)
        + one(traceId);
  }

  private static int one(@Nullable String text) {
    return text == null ? 0 : 1;
  }

  private int countCharacters() {
    int count = length(key.accountId()) + length(key.executionId()) + length(step);
    count += length(runId) + length(parentRunId) + length(eventId);
    count += length(errorCode) + length(errorMessage);
    count += length(service) + length(host) + length(traceId);
    for (int i = 0; i < dependsOn.size(); i++) {
      count += dependsOn.get(i).length();
    }
    return count;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Whose execution this belongs to. */
  public ExecutionKey key() {
    return key;
  }

  /** The named operation; {@link #EXECUTION} brackets the execution as a whole. */
  public String step() {
    return step;
  }

  /** Which end of the run. */
  public State state() {
    return state;
  }

  /** Present exactly when ended. */
  public @Nullable Status status() {
    return status;
  }

  /** Wall clock of the emitter, years 2000 to 2199, to the nanosecond. */
  public Instant timestamp() {
    return timestamp;
  }

  /** The same on a run's two events. */
  public @Nullable String runId() {
    return runId;
  }

  /** The enclosing run. */
  public @Nullable String parentRunId() {
    return parentRunId;
  }

  /** Identity of this event, fixed when it is emitted; one id names one content. */
  public @Nullable String eventId() {
    return eventId;
  }

  /** Number of this try, from 1; null where the producer gave none: it counts as 1. */
  public @Nullable Integer attempt() {
    return attempt;
  }

  /** Steps that had to end first. */
  public List<String> dependsOn() {
    return dependsOn;
  }

  /** The run's length on the emitter's monotonic clock; ended events only. */
  public @Nullable Long durationNanos() {
    return durationNanos == NO_DURATION ? null : durationNanos;
  }

  /** Low-cardinality code; failed events only. */
  public @Nullable String errorCode() {
    return errorCode;
  }

  /** At most 1,024 characters, longer ones are cut with {@code …}; failed events only. */
  public @Nullable String errorMessage() {
    return errorMessage;
  }

  /** Who emitted it. */
  public @Nullable String service() {
    return service;
  }

  /** Where. */
  public @Nullable String host() {
    return host;
  }

  /** W3C trace id, 32 lower-case hexadecimal digits. */
  public @Nullable String traceId() {
    return traceId;
  }

  /** At most 16; sorted by key. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /**
   * Texts that it holds, attributes included: with {@link #textLength}, what it takes of the heap.
   */
  public int textCount() {
    return (texts >>> 1) & ((1 << COUNT_BITS) - 1);
  }

  /** The characters of all its texts together. */
  public int textLength() {
    return texts >>> (COUNT_BITS + 1);
  }

  /** Whether every text is {@link PlainText}. */
  boolean isPlain() {
    return (texts & 1) != 0;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepEvent that
        && key.equals(that.key)
        && step.equals(that.step)
        && state == that.state
        && Objects.equals(status, that.status)
        && timestamp.equals(that.timestamp)
        && Objects.equals(runId, that.runId)
        && Objects.equals(parentRunId, that.parentRunId)
        && Objects.equals(eventId, that.eventId)
        && Objects.equals(attempt, that.attempt)
        && dependsOn.equals(that.dependsOn)
        && durationNanos == that.durationNanos
        && Objects.equals(errorCode, that.errorCode)
        && Objects.equals(errorMessage, that.errorMessage)
        && Objects.equals(service, that.service)
        && Objects.equals(host, that.host)
        && Objects.equals(traceId, that.traceId)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, step, state, status, timestamp, runId, eventId, attributes);
  }

  /** For people: its wire form. */
  @Override
  public String toString() {
    return "StepEvent" + new String(StepEventJson.encode(this), StandardCharsets.UTF_8);
  }

  private static void checkOutcome(
      State state,
      @Nullable Status status,
      long durationNanos,
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
    if (durationNanos != NO_DURATION) {
      if (state == State.STARTED) {
        throw Limits.invalid(
            "durationNanos", Long.toString(durationNanos), "goes with ENDED events only");
      }
      if (durationNanos < 0) {
        throw Limits.invalid("durationNanos", Long.toString(durationNanos), "must not be negative");
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
    long durationNanos = NO_DURATION;
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

    /** The same on a run's two events: 1 to 64 letters, digits, {@code _} or {@code -}. */
    public Builder runId(@Nullable String runId) {
      this.runId = runId;
      return this;
    }

    /** The enclosing run, named as {@link #runId} names one. */
    public Builder parentRunId(@Nullable String parentRunId) {
      this.parentRunId = parentRunId;
      return this;
    }

    /** Identity of the event; one id names one content. Null lets whoever emits it give it one. */
    public Builder eventId(@Nullable String eventId) {
      this.eventId = eventId;
      return this;
    }

    /** Number of this try, from 1 to 10,000. */
    public Builder attempt(@Nullable Integer attempt) {
      this.attempt = attempt;
      return this;
    }

    /** Steps that had to end first; at most 16. */
    public Builder dependsOn(List<String> steps) {
      this.dependsOn = steps;
      return this;
    }

    /** Steps that had to end first; at most 16. */
    public Builder dependsOn(String... steps) {
      return dependsOn(List.of(steps));
    }

    /** The run's length on the emitter's monotonic clock; ended events only. */
    public Builder durationNanos(@Nullable Long durationNanos) {
      this.durationNanos = durationNanos == null ? NO_DURATION : durationNanos;
      return this;
    }

    /** The same without an object for the number. */
    public Builder durationNanos(long durationNanos) {
      this.durationNanos = durationNanos;
      return this;
    }

    /** A code of which there are few, at most 128 characters; failed events only. */
    public Builder errorCode(@Nullable String errorCode) {
      this.errorCode = errorCode;
      return this;
    }

    /** For people; cut to 1,024 characters; failed events only. */
    public Builder errorMessage(@Nullable String errorMessage) {
      this.errorMessage = errorMessage;
      return this;
    }

    /** Who emitted it; at most 128 characters. */
    public Builder service(@Nullable String service) {
      this.service = service;
      return this;
    }

    /** Where; at most 128 characters. */
    public Builder host(@Nullable String host) {
      this.host = host;
      return this;
    }

    /** W3C trace id, 32 lower-case hexadecimal digits. */
    public Builder traceId(@Nullable String traceId) {
      this.traceId = traceId;
      return this;
    }

    /** At most 16, names of at most 64 and values of at most 256 characters. */
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
