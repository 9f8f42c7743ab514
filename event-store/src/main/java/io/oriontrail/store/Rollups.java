package io.oriontrail.store;

import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums of stored events that wait to be added to the store. What is counted here and not written is
 * lost with the process, and what is delivered twice counts twice: roll-ups are approximate. Not
 * safe for use by several threads at once.
 */
public final class Rollups {
  /** Steps that are told apart; beyond, all are {@link RollupLayout#OTHER}. */
  public static final int MAX_STEPS = 500;

  /** Pairs of step and error code, and of steps, that are told apart. */
  public static final int MAX_PAIRS = 1_000;

  /** Emitters that are told apart. */
  public static final int MAX_EMITTERS = 1_000;

  /** Items that may wait; beyond, what would need a further one is left out and counted. */
  static final int MAX_PENDING = 20_000;

  /** No window that is asked for lies in a time ahead of ours by more than clocks differ. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Duration retention;
  private final Set<String> steps = new HashSet<>();
  private final Set<String> errors = new HashSet<>();
  private final Set<String> edges = new HashSet<>();
  private final Set<String> emitters = new HashSet<>();
  private final Map<ItemKey, RollupUpdate> pending = new HashMap<>();
  private final Map<RunKey, Run> runs = new HashMap<>();
  private long events;
  private long leftOut;

  /**
   * Nothing counted yet.
   *
   * @param retention how long roll-ups are kept; older events are not counted
   */
  public Rollups(Duration retention) {
    this.retention = retention;
  }

  /** Counts an event that was stored. */
  public void count(StepEvent event, Instant now) {
    Instant time = event.timestamp();
    if (time.isBefore(now.minus(retention)) || time.isAfter(now.plus(AHEAD))) {
      return;
    }
    events++;
    String step = known(steps, event.step(), MAX_STEPS);
    Run run = run(step, time);
    countRun(run.fine, event);
    countRun(run.coarse, event);
    if (event.status() == Status.FAILED) {
      countError(step, event);
    }
    if (event.state() == State.STARTED) {
      for (String before : event.dependsOn()) {
        countEdge(known(steps, before, MAX_STEPS), step, time);
      }
    }
    countEmitter(event);
  }

  /** A step within a fine bucket. */
  private record RunKey(String step, long bucket) {
    static RunKey of(String step, Instant time) {
      return new RunKey(step, Math.floorDiv(time.getEpochSecond(), RollupLayout.FINE.toSeconds()));
    }
  }

  /** What such a run is counted in; found by its key in place of two texts for each event. */
  private final class Run {
    final @Nullable RollupUpdate fine;
    final @Nullable RollupUpdate coarse;

    Run(String step, Instant time) {
      this.fine = pending(RollupLayout.fine(step, time));
      this.coarse = pending(RollupLayout.coarse(step, time));
    }
  }

  private Run run(String step, Instant time) {
    RunKey key = RunKey.of(step, time);
    Run run = runs.get(key);
    if (run == null) {
      run = new Run(step, time);
      if (run.fine != null) {
        runs.put(key, run);
      }
    }
    return run;
  }

  private void countRun(@Nullable RollupUpdate update, StepEvent event) {
    if (update == null) {
      return;
    }
    if (event.state() == State.STARTED) {
      update.add(RollupLayout.STARTED);
      return;
    }
    update.add(RollupLayout.ENDED);
    if (event.status() == Status.FAILED) {
      update.add(RollupLayout.FAILED);
    } else if (event.durationNanos() != null) {
      // A run that failed says how long it takes to fail, not how long the step takes.
      update.add(RollupLayout.bucket(Histogram.bucketOf(event.durationNanos())));
    }
  }

  private void countError(String step, StepEvent event) {
    String code = event.errorCode() == null ? "" : event.errorCode();
    boolean told = isKnown(errors, step + '#' + code, MAX_PAIRS);
    String name = told ? code : RollupLayout.OTHER;
    RollupUpdate update = pending(RollupLayout.error(step, name, event.timestamp()));
    if (update != null) {
      update.add(RollupLayout.COUNT);
      update.add(RollupLayout.part(RollupLayout.hourOfDay(event.timestamp())));
      update.mark(RollupLayout.ACCOUNTS, DistinctCount.markOf(event.key().accountId()));
      update.mark(RollupLayout.EXECUTIONS, DistinctCount.markOf(event.key().toString()));
    }
    RollupUpdate minutes = pending(RollupLayout.errorMinutes(step, name, event.timestamp()));
    if (minutes != null) {
      minutes.add(RollupLayout.part(RollupLayout.minuteOfHour(event.timestamp())));
    }
  }

  private void countEdge(String from, String to, Instant time) {
    boolean told = isKnown(edges, from + '#' + to, MAX_PAIRS);
    RollupUpdate update =
        pending(
            told
                ? RollupLayout.edge(from, to, time)
                : RollupLayout.edge(RollupLayout.OTHER, RollupLayout.OTHER, time));
    if (update != null) {
      update.add(RollupLayout.part(RollupLayout.hourOfDay(time)));
    }
  }

  private void countEmitter(StepEvent event) {
    String emitter = EmitterNumber.emitterOf(event.eventId());
    if (emitter == null) {
      return;
    }
    RollupUpdate update =
        pending(RollupLayout.emitter(known(emitters, emitter, MAX_EMITTERS), event.timestamp()));
    if (update != null) {
      update.add(RollupLayout.COUNT);
    }
  }

  private static String known(Set<String> names, String name, int most) {
    return isKnown(names, name, most) ? name : RollupLayout.OTHER;
  }

  private static boolean isKnown(Set<String> names, String name, int most) {
    return names.contains(name) || (names.size() < most && names.add(name));
  }

  private @Nullable RollupUpdate pending(ItemKey key) {
    RollupUpdate update = pending.get(key);
    if (update == null) {
      if (pending.size() >= MAX_PENDING) {
        leftOut++;
        return null;
      }
      update = new RollupUpdate(key);
      pending.put(key, update);
    }
    return update;
  }

  /** Items that the sums wait to be added to: each costs a write. */
  public int pendingItems() {
    return pending.size();
  }

  /** Events counted so far. */
  public long events() {
    return events;
  }

  /** Counts that found no room any more since the last call. */
  public long takeLeftOut() {
    long taken = leftOut;
    leftOut = 0;
    return taken;
  }

  /** Takes out all that waits. */
  public List<RollupUpdate> drain() {
    List<RollupUpdate> drained = new ArrayList<>(pending.values());
    pending.clear();
    runs.clear();
    return drained;
  }

  /** How many of them say what was stored of an emitter's events. */
  public int pendingEmitters() {
    return (int) pending.keySet().stream().filter(RollupLayout::isOfEmitter).count();
  }

  /** Takes out those. */
  public List<RollupUpdate> drainEmitters() {
    List<RollupUpdate> drained = new ArrayList<>();
    pending
        .values()
        .removeIf(
            update -> {
              boolean ofEmitter = RollupLayout.isOfEmitter(update.key());
              if (ofEmitter) {
                drained.add(update);
              }
              return ofEmitter;
            });
    return drained;
  }

  /** Puts back what could not be written. */
  public void restore(List<RollupUpdate> updates) {
    for (RollupUpdate update : updates) {
      RollupUpdate waiting = pending(update.key());
      if (waiting != null) {
        waiting.addAll(update);
      }
    }
  }
}
