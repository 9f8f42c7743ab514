package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an execution, as of a moment: its runs in order and what follows from them.
 * Immutable.
 *
 * @param key whose execution it is
 * @param status how it stands
 * @param startedAt when it began
 * @param endedAt null until it is over
 * @param durationNanos null until it is over
 * @param lastEventAt the time of the latest event
 * @param asOf the moment that this was judged for
 * @param verdict one plain sentence
 * @param eventCount distinct events it was assembled from
 * @param duplicateCount events that were dropped as repetitions
 * @param truncated whether events in the middle were left out
 * @param flags what is to be known before the figures are believed
 * @param laneCount the greatest number of runs in progress at once
 * @param journey the definition that applies; {@link Journey#none} where none does
 * @param runs in their order; other fields name a run by its place here
 * @param criticalPath the runs that set when the execution ended, from the first to the last
 * @param unaccounted the time during which no run was in progress
 * @param expected steps of the journey definition that were never seen
 * @param dataQuality what was missing, doubled or at odds
 */
public record Timeline(
    ExecutionKey key,
    ExecutionStatus status,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long durationNanos,
    Instant lastEventAt,
    Instant asOf,
    String verdict,
    int eventCount,
    int duplicateCount,
    boolean truncated,
    Set<ExecutionFlag> flags,
    int laneCount,
    Journey journey,
    List<Run> runs,
    List<PathStep> criticalPath,
    Unaccounted unaccounted,
    List<ExpectedStep> expected,
    DataQuality dataQuality) {

  /** An execution whose earliest event expires within this is likely to have lost older ones. */
  static final Duration EXPIRY_WARNING = Duration.ofDays(2);

  /**
   * A run on the critical path.
   *
   * @param run its place in the timeline
   * @param waitNanos from its predecessor's end (of the first: from the execution's start) to its
   *     start
   * @param inferred whether no dependency led to its predecessor, only time
   */
  public record PathStep(int run, long waitNanos, boolean inferred) {}

  /**
   * Assembles a timeline. A pure function of its arguments: the events' order and repetitions do
   * not matter, and whatever is stored can be shown. n log n in the number of events.
   *
   * @param journey {@link Journey#none} without a definition
   * @param baselines {@link Baselines#none} where nothing is known
   * @param asOf the moment to judge for
   */
  public static Timeline of(
      ExecutionEvents events, Journey journey, Baselines baselines, Instant asOf) {
    DistinctEvents distinct = DistinctEvents.of(events);
    List<PairedRun> paired = RunPairing.of(distinct.events());
    Bracket bracket = Bracket.of(distinct.events());
    Journey applied = journey.appliedTo(paired);
    RunAssembly assembly =
        new RunAssembly(paired, bracket, applied, baselines, distinct.lastAt(), Nanos.of(asOf));
    Standing standing = assembly.standing();
    Set<ExecutionFlag> flags = flags(events, standing, asOf);
    List<Run> runs = new ArrayList<>(paired.size());
    for (int i = 0; i < paired.size(); i++) {
      runs.add(new Run(assembly, i));
    }
    List<PathStep> path =
        assembly.path().stream()
            .map(step -> new PathStep(step.run(), step.waitNanos(), step.inferred()))
            .toList();
    Unaccounted unaccounted =
        Unaccounted.of(paired, assembly.containers(), standing.startedAt(), standing.shownUntil());
    List<ExpectedStep> expected =
        ExpectedSteps.of(paired, assembly.recovered(), applied, baselines, standing);
    DataQuality quality = DataQuality.of(assembly, distinct, events.unreadable());
    Verdict verdict =
        new Verdict(standing, runs, unaccounted, expected, quality, flags, events.isTruncated());
    return new Timeline(
        events.key(),
        standing.status(),
        Nanos.instant(standing.startedAt()),
        standing.endedAt() == null ? null : Nanos.instant(standing.endedAt()),
        standing.durationNanos(),
        Nanos.instant(standing.lastEventAt()),
        asOf,
        verdict.sentence(),
        distinct.events().size(),
        distinct.duplicates(),
        events.isTruncated(),
        flags,
        assembly.lanes().count(),
        applied,
        List.copyOf(runs),
        path,
        unaccounted,
        expected,
        quality);
  }

  private static Set<ExecutionFlag> flags(ExecutionEvents events, Standing standing, Instant asOf) {
    EnumSet<ExecutionFlag> flags = EnumSet.noneOf(ExecutionFlag.class);
    StoredEvent earliest = events.events().getFirst();
    for (StoredEvent event : events.events()) {
      int byKey = CodePointOrder.compare(event.sortKey(), earliest.sortKey());
      boolean sameKeyLivesLonger = byKey == 0 && event.expiresAt().isAfter(earliest.expiresAt());
      if (byKey < 0 || sameKeyLivesLonger) {
        earliest = event;
      }
    }
    if (!Duration.between(asOf, earliest.expiresAt()).minus(EXPIRY_WARNING).isPositive()) {
      flags.add(ExecutionFlag.PARTLY_EXPIRED);
    }
    if (standing.endedAt() != null && standing.endedAt() < standing.startedAt()) {
      flags.add(ExecutionFlag.CLOCK_SKEW);
    }
    return Collections.unmodifiableSet(flags);
  }
}
