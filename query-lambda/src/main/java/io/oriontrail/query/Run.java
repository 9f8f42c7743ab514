package io.oriontrail.query;

import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One try at a step within a timeline: what was recorded of it and what follows from that.
 * Immutable.
 */
public final class Run {
  private final PairedRun recorded;
  private final RunStatus status;
  private final @Nullable Boolean recovered;
  private final Set<RunFlag> flags;
  private final int lane;
  private final @Nullable Integer parent;
  private final boolean container;
  private final List<String> dependsOn;
  private final int[] dependencies;
  private final List<String> unresolvedDependencies;
  private final @Nullable Long waitNanos;
  private final @Nullable Long slackNanos;
  private final @Nullable Baseline baseline;

  Run(RunAssembly assembly, int index) {
    recorded = assembly.runs().get(index);
    status = assembly.statuses().get(index);
    recovered = recorded.failed() ? assembly.recovered()[index] : null;
    lane = assembly.lanes().of(index);
    parent = assembly.containers().parent(index) < 0 ? null : assembly.containers().parent(index);
    container = assembly.containers().isContainer(index);
    dependsOn = assembly.dependencies().names(index);
    dependencies = assembly.dependencies().resolved(index);
    unresolvedDependencies = assembly.dependencies().unresolved(index);
    waitNanos = assembly.waitOf(index);
    slackNanos = assembly.slackOf(index);
    baseline = assembly.baselines().of(recorded.step());
    flags = EnumSet.noneOf(RunFlag.class);
    flags.addAll(recorded.flags());
    if (assembly.containers().isParentInvalid(index)) {
      flags.add(RunFlag.PARENT_INVALID);
    }
    if (baseline != null && knownNanos(assembly.standing().asOf()) > baseline.p95Nanos()) {
      flags.add(RunFlag.SLOW);
    }
  }

  /** How long the run took or, as far as it is known to be in progress, has taken by now. */
  private long knownNanos(long asOf) {
    return switch (status) {
      case SUCCEEDED, FAILED -> recorded.durationNanos();
      case RUNNING, STALLED -> Nanos.minus(asOf, recorded.start());
      case LOST -> 0;
    };
  }

  /** The producer's id, or one made from the first event's key. Unique only within the step. */
  public String runId() {
    return recorded.runId();
  }

  /** The parent that the producer named, whether or not there is such a run. */
  public @Nullable String parentRunId() {
    return recorded.parentRunId();
  }

  public String step() {
    return recorded.step();
  }

  /** From 1; 1 where the producer gave none. */
  public int attempt() {
    return recorded.attempt();
  }

  public RunStatus status() {
    return status;
  }

  /** Whether a later run made this failed one good; null where it did not fail. */
  public @Nullable Boolean recovered() {
    return recovered;
  }

  public Set<RunFlag> flags() {
    return Collections.unmodifiableSet(flags);
  }

  /** Whether the run has this flag. */
  public boolean is(RunFlag flag) {
    return flags.contains(flag);
  }

  /** From 0. */
  public int lane() {
    return lane;
  }

  /** Place in the timeline of the run that encloses this one; null where none does. */
  public @Nullable Integer parent() {
    return parent;
  }

  /** Whether it encloses other runs. */
  public boolean isContainer() {
    return container;
  }

  public Instant startedAt() {
    return Nanos.instant(recorded.start());
  }

  /** Null while it is open. */
  public @Nullable Instant endedAt() {
    return recorded.isOpen() ? null : Nanos.instant(recorded.end());
  }

  /** Null while it is open. */
  public @Nullable Long durationNanos() {
    return recorded.isOpen() ? null : recorded.durationNanos();
  }

  long start() {
    return recorded.start();
  }

  /** Whether its duration is known, be it of no length. */
  boolean isMeasured() {
    return !recorded.isOpen() && (recorded.started() != null || recorded.durationNanos() > 0);
  }

  boolean isOpen() {
    return recorded.isOpen();
  }

  boolean inTail() {
    return recorded.inTail();
  }

  long end() {
    return recorded.end();
  }

  /** The step names it depends on: its own, or where it names none the journey definition's. */
  public List<String> dependsOn() {
    return dependsOn;
  }

  /** Places in the timeline of the runs that those names mean. */
  public int[] dependencies() {
    return dependencies.clone();
  }

  /** Those of the names that mean no run. */
  public List<String> unresolvedDependencies() {
    return unresolvedDependencies;
  }

  /** Whether it is on the critical path. */
  public boolean isCritical() {
    return waitNanos != null;
  }

  /** On the critical path, how long it waited since its predecessor's end; else null. */
  public @Nullable Long waitNanos() {
    return waitNanos;
  }

  /** By how much it could have taken longer without delaying what came after; null if unknown. */
  public @Nullable Long slackNanos() {
    return slackNanos;
  }

  /** What is usual for the step; null where too little is known. */
  public @Nullable Baseline baseline() {
    return baseline;
  }

  public @Nullable String errorCode() {
    return recorded.field(StepEvent::errorCode);
  }

  public @Nullable String errorMessage() {
    return recorded.field(StepEvent::errorMessage);
  }

  public @Nullable String service() {
    return recorded.field(StepEvent::service);
  }

  public @Nullable String host() {
    return recorded.field(StepEvent::host);
  }

  public @Nullable String traceId() {
    return recorded.field(StepEvent::traceId);
  }

  /** Those of both events; the end's win. Sorted by key. */
  public Map<String, String> attributes() {
    return recorded.attributes();
  }
}
