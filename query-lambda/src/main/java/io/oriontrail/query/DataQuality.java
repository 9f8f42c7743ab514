package io.oriontrail.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an execution's events can be believed: what was missing, doubled or at odds. Nothing of
 * it was put right silently.
 *
 * @param startsMissing runs of which only the end was stored
 * @param endsMissing runs that were still open when the execution had ended
 * @param duplicateStates runs that started or ended more than once
 * @param clockSkews pairs of moments that two clocks cannot both have seen
 * @param invalidParents runs whose parent had to be ignored
 * @param unresolvedDependencies names in dependsOn that mean no run
 * @param cutEvents events whose message or attributes were cut to fit the store
 * @param unreadableItems items stored among the events that are no events
 * @param skews the first {@value #MAX_SKEWS} clock skews
 */
public record DataQuality(
    int startsMissing,
    int endsMissing,
    int duplicateStates,
    int clockSkews,
    int invalidParents,
    int unresolvedDependencies,
    int cutEvents,
    int unreadableItems,
    List<Skew> skews) {

  /** More than these help nobody. */
  public static final int MAX_SKEWS = 20;

  /**
   * Two moments in the wrong order.
   *
   * @param run the run whose start comes too late or too early
   * @param dependency the run that should have ended before {@code run} started; null where it is
   *     {@code run} itself that ended before it started
   * @param nanos by how much
   * @param startHost whose clock gave the start
   * @param endHost whose clock gave the end
   */
  public record Skew(
      int run,
      @Nullable Integer dependency,
      long nanos,
      @Nullable String startHost,
      @Nullable String endHost) {}

  public DataQuality {
    skews = List.copyOf(skews);
  }

  static DataQuality of(RunAssembly assembly, DistinctEvents events, int unreadableItems) {
    List<PairedRun> runs = assembly.runs();
    int cutEvents = 0;
    for (TimedEvent event : events.events()) {
      cutEvents += event.cut() ? 1 : 0;
    }
    int startsMissing = 0;
    int endsMissing = 0;
    int duplicateStates = 0;
    int invalidParents = 0;
    int unresolved = 0;
    Skews skews = new Skews(runs);
    for (int i = 0; i < runs.size(); i++) {
      PairedRun run = runs.get(i);
      startsMissing += run.flags().contains(RunFlag.START_MISSING) ? 1 : 0;
      duplicateStates += run.flags().contains(RunFlag.DUPLICATE_STATE) ? 1 : 0;
      endsMissing += assembly.statuses().get(i) == RunStatus.LOST ? 1 : 0;
      invalidParents += assembly.containers().isParentInvalid(i) ? 1 : 0;
      unresolved += assembly.dependencies().unresolved(i).size();
      skews.look(i, assembly.dependencies().resolved(i));
    }
    return new DataQuality(
        startsMissing,
        endsMissing,
        duplicateStates,
        skews.count,
        invalidParents,
        unresolved,
        cutEvents,
        unreadableItems,
        skews.first);
  }

  private static final class Skews {
    private final List<PairedRun> runs;
    private final List<Skew> first = new ArrayList<>();
    private int count;

    Skews(List<PairedRun> runs) {
      this.runs = runs;
    }

    void look(int index, int[] dependencies) {
      PairedRun run = runs.get(index);
      TimedEvent started = run.started();
      TimedEvent ended = run.ended();
      if (started != null && ended != null && ended.at() < started.at()) {
        String endHost = ended.event().host();
        add(index, null, started.at() - ended.at(), started.event().host(), endHost);
      }
      for (int dependency : dependencies) {
        lookAt(index, dependency);
      }
    }

    /**
     * A dependency that ended after the run started, on another host: on one it is a mere overlap.
     */
    private void lookAt(int index, int dependency) {
      PairedRun run = runs.get(index);
      PairedRun before = runs.get(dependency);
      String startHost = hostOfStart(run);
      String endHost = before.ended() == null ? null : before.ended().event().host();
      boolean twoClocks = startHost != null && endHost != null && !startHost.equals(endHost);
      if (twoClocks && !before.isOpen() && before.end() > run.start()) {
        add(index, dependency, Nanos.minus(before.end(), run.start()), startHost, endHost);
      }
    }

    private static @Nullable String hostOfStart(PairedRun run) {
      TimedEvent said = run.started() != null ? run.started() : run.ended();
      return said == null ? null : said.event().host();
    }

    private void add(
        int run,
        @Nullable Integer dependency,
        long nanos,
        @Nullable String startHost,
        @Nullable String endHost) {
      count++;
      if (first.size() < MAX_SKEWS) {
        first.add(new Skew(run, dependency, nanos, startHost, endHost));
      }
    }
  }
}
