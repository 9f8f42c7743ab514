package io.oriontrail.ingest;

import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts how runs of chosen steps ended, for metrics. Each step is a metric that is paid for, and
 * names of steps are text of others, so only those that the settings name are counted. What was
 * counted is due once a minute, since a line a step for every batch would cost more than all other
 * logs; what is not due yet when a function instance ends is lost. A batch that is delivered again
 * counts again. Safe for use by several threads at once.
 */
final class StepTally {
  static final Duration EVERY = Duration.ofMinutes(1);

  private final Set<String> steps;
  private final InstantSource clock;
  private final Map<String, Ends> ends = new TreeMap<>();

  /** Long ago at first: instances that live shortly ought to say something, too. */
  private Instant since = Instant.EPOCH;

  /**
   * How runs of a step ended.
   *
   * @param ended all of them
   * @param failed those that failed
   */
  record Ends(String step, long ended, long failed) {
    private Ends plus(Ends other) {
      return new Ends(step, ended + other.ended, failed + other.failed);
    }
  }

  StepTally(Set<String> steps, InstantSource clock) {
    this.steps = Set.copyOf(steps);
    this.clock = clock;
  }

  /** Counts a stored event, if it ends a run of one of the steps. */
  synchronized void count(StepEvent event) {
    if (event.state() == State.ENDED && steps.contains(event.step())) {
      long failed = event.status() == Status.FAILED ? 1 : 0;
      ends.merge(event.step(), new Ends(event.step(), 1, failed), Ends::plus);
    }
  }

  /** What was counted since the last time, if that is long enough ago, in the steps' order. */
  synchronized List<Ends> takeDue() {
    Instant now = clock.instant();
    if (ends.isEmpty() || Duration.between(since, now).compareTo(EVERY) < 0) {
      return List.of();
    }
    since = now;
    List<Ends> due = new ArrayList<>(ends.values());
    ends.clear();
    return due;
  }
}
