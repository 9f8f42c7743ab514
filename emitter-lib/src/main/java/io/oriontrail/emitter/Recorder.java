package io.oriontrail.emitter;

import io.oriontrail.event.Attributes;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the events of executions and runs and hands them over. Throws nothing, whatever comes. */
final class Recorder {
  /** Attribute of a failure whose execution is not kept: its other events do not exist. */
  static final String SAMPLED_OUT = "orion.sampledOut";

  final Mend mend;
  private final EventDoor door;
  private final Time time;
  private final Policy policy;
  private final @Nullable Redaction redaction;
  private final @Nullable String service;
  private final @Nullable String host;

  /** Makes run ids differ from those of another process whose generator happens to run alike. */
  private volatile long runIdSalt = new SecureRandom().nextLong();

  /**
   * What an emitter adds to its events and keeps from them.
   *
   * @param traceIds the trace that the current thread is in, or null where nobody knows
   */
  record Policy(
      Sampling sampling, Redaction redaction, @Nullable Supplier<@Nullable String> traceIds) {
    static final Policy PLAIN = new Policy(Sampling.ALL, Redaction.none(), null);

    /** Whether ready-made events pass as they are. */
    boolean leavesEvents() {
      return sampling.keepsAll() && redaction.isNone();
    }
  }

  Recorder(
      EventDoor door, Time time, Policy policy, @Nullable String service, @Nullable String host) {
    this.door = door;
    this.mend = new Mend(door);
    this.time = time;
    this.policy = policy;
    this.redaction = policy.redaction().isNone() ? null : policy.redaction();
    this.service = mend.name(service, Limits.MAX_SOURCE_LENGTH);
    this.host = mend.name(host, Limits.MAX_SOURCE_LENGTH);
  }

  boolean isEnabled() {
    return door.isEnabled();
  }

  boolean keeps(ExecutionKey key) {
    return policy.sampling().keeps(key);
  }

  long nanos() {
    return time.nanos();
  }

  /** Run ids differ from here on from those of other copies of this process. */
  void renew() {
    runIdSalt = new SecureRandom().nextLong();
  }

  /** 16 hexadecimal digits that no other run has. */
  String newRunId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() ^ runIdSalt);
  }

  /** Records that a run of this step began. */
  void started(
      Execution execution,
      ExecutionKey key,
      String step,
      @Nullable String runId,
      @Nullable String parentRunId,
      @Nullable Integer attempt,
      List<String> dependsOn,
      Attributes attributes) {
    if (!execution.isKept()) {
      door.sampledOut();
      return;
    }
    Instant now = time.wall().instant();
    String traceId = traceId();
    try {
      // No builder: it would take as much of the heap again as the event.
      door.offer(
          new StepEvent(
              key,
              step,
              State.STARTED,
              null,
              now,
              runId,
              parentRunId,
              null,
              attempt,
              dependsOn,
              null,
              null,
              null,
              service,
              host,
              traceId,
              attributes));
    } catch (InvalidEventException e) {
      mended(
          StepEvent.started(key, step, now)
              .runId(runId)
              .parentRunId(parentRunId)
              .attempt(attempt)
              .dependsOn(dependsOn)
              .traceId(traceId)
              .attributes(attributes));
    } catch (Throwable t) {
      door.refuseForFault();
    }
  }

  /** Records that a run of this step ended; code and message count for failures only. */
  void ended(
      Execution execution,
      ExecutionKey key,
      String step,
      @Nullable String runId,
      @Nullable String parentRunId,
      @Nullable Integer attempt,
      @Nullable Long durationNanos,
      Outcome outcome,
      Attributes attributes) {
    boolean failed = outcome.status == Status.FAILED;
    if (!execution.isKept() && !failed) {
      door.sampledOut();
      return;
    }
    Instant now = time.wall().instant();
    String traceId = traceId();
    Attributes marked = execution.isKept() ? attributes : marked(attributes);
    String code = failed ? mend.name(outcome.code, Limits.MAX_ERROR_CODE_LENGTH) : null;
    String message = failed ? message(outcome.message) : null;
    try {
      door.offer(
          new StepEvent(
              key,
              step,
              State.ENDED,
              outcome.status,
              now,
              runId,
              parentRunId,
              null,
              attempt,
              List.of(),
              durationNanos,
              code,
              message,
              service,
              host,
              traceId,
              marked));
    } catch (InvalidEventException e) {
      mended(
          StepEvent.ended(key, step, outcome.status, now)
              .runId(runId)
              .parentRunId(parentRunId)
              .attempt(attempt)
              .durationNanos(durationNanos)
              .errorCode(code)
              .errorMessage(message)
              .traceId(traceId)
              .attributes(marked));
    } catch (Throwable t) {
      door.refuseForFault();
    }
  }

  /** How something ended, as the caller said it. */
  record Outcome(Status status, @Nullable String code, @Nullable String message) {
    static final Outcome SUCCEEDED = new Outcome(Status.SUCCEEDED, null, null);
  }

  /** A ready-made event. */
  void emit(@Nullable StepEvent event) {
    if (event == null || policy.leavesEvents() || !door.isEnabled()) {
      door.offer(event);
      return;
    }
    try {
      StepEvent shown = redaction == null ? event : redaction.event(event);
      if (policy.sampling().keeps(event.key())) {
        door.offer(shown);
      } else if (event.status() == Status.FAILED) {
        Attributes marked = marked(Attributes.copyOf(shown.attributes()));
        door.offer(shown.toBuilder().attributes(marked).build());
      } else {
        door.sampledOut();
      }
    } catch (Throwable t) {
      door.refuseForFault();
    }
  }

  /** What may leave of this attribute's value, or null where nothing may. */
  @Nullable String shown(String name, String value) {
    return redaction == null ? value : redaction.attribute(name, value);
  }

  private @Nullable String message(@Nullable String message) {
    String shown = redaction == null ? message : redaction.message(message);
    return mend.text(shown, Limits.MAX_ERROR_MESSAGE_LENGTH);
  }

  private Attributes marked(Attributes attributes) {
    Map<String, String> marked = new TreeMap<>(attributes);
    if (marked.put(SAMPLED_OUT, "true") == null && marked.size() > Limits.MAX_ATTRIBUTES) {
      for (String name : attributes.keySet()) {
        marked.remove(name); // any one: the mark is worth more
        door.amended();
        break;
      }
    }
    return Attributes.copyOf(marked);
  }

  private @Nullable String traceId() {
    Supplier<@Nullable String> source = policy.traceIds();
    if (source == null) {
      return null;
    }
    try {
      return source.get();
    } catch (Throwable t) { // it is somebody else's code
      door.amended();
      return null;
    }
  }

  private void mended(StepEvent.Builder event) {
    try {
      door.offer(mend.build(event.service(service).host(host)));
    } catch (InvalidEventException e) {
      door.refuse(e);
    } catch (Throwable t) {
      door.refuseForFault();
    }
  }

  void refuse(InvalidEventException invalid) {
    door.refuse(invalid);
  }

  void refuseForFault() {
    door.refuseForFault();
  }

  void amended() {
    door.amended();
  }
}
