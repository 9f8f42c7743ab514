package io.oriontrail.local.simulate;

import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans one course: walks the operations in the journey's order, starts each when all that it
 * depends on is done, and lets fate strike one of them. Used once.
 */
final class CoursePlanner {
  private static final List<String> CHANNELS = List.of("web", "mobile", "branch");
  private static final List<String> PRODUCTS = List.of("current", "savings", "business");
  private static final List<String> REGIONS = List.of("eu-west-1", "eu-central-1");

  private final Fate fate;
  private final Dice dice;
  private final RunPlanner runs;
  private final Set<String> takingPart = new HashSet<>();

  /** When each step was done; those that were not reached or never ended are absent. */
  private final Map<String, Duration> done = new HashMap<>();

  private @Nullable Failure failure;

  /** What ended the execution: nothing is started after it. */
  private record Failure(Duration at, Trouble trouble, SimulatedProcess on) {}

  private CoursePlanner(Fate fate, @Nullable Operation struck, Dice dice) {
    this.fate = fate;
    this.dice = dice;
    this.runs = new RunPlanner(fate, struck, dice);
  }

  /** A course with this fate, which strikes an operation of its own choice. */
  static Course plan(Fate fate, Dice dice) {
    List<Operation> candidates = fate.candidates();
    Operation struck = candidates.isEmpty() ? null : dice.oneOf(candidates);
    return new CoursePlanner(fate, struck, dice).course();
  }

  /** A course whose fate strikes this operation. */
  static Course plan(Fate fate, Operation struck, Dice dice) {
    if (!fate.strikes(struck)) {
      throw new IllegalArgumentException(fate + " cannot strike " + struck.step());
    }
    return new CoursePlanner(fate, struck, dice).course();
  }

  private Course course() {
    String traceId = dice.hex(32);
    for (Operation operation : OrionJourney.OPERATIONS) {
      if (operation.within() == null && dice.chance(operation.share())) {
        takingPart.add(operation.step());
        reach(operation);
      }
    }
    if (failure != null) {
      runs.dropStartedAfter(failure.at());
    }
    return new Course(fate, traceId, bracket(), runs.planned());
  }

  private void reach(Operation operation) {
    List<String> awaited = operation.dependsOn().stream().filter(takingPart::contains).toList();
    Duration ready = Duration.ZERO;
    for (String step : awaited) {
      Duration doneAt = done.get(step);
      if (doneAt == null) {
        return;
      }
      ready = ready.compareTo(doneAt) < 0 ? doneAt : ready;
    }
    settle(operation, runs.plan(operation, awaited, ready));
  }

  private void settle(Operation operation, RunPlanner.Outcome outcome) {
    Duration doneAt = outcome.doneAt();
    Trouble trouble = outcome.trouble();
    if (doneAt == null) {
      return; // stuck: whatever waits for it is never reached
    }
    if (trouble == null || operation.optional()) {
      done.put(operation.step(), doneAt);
    } else {
      failure = new Failure(doneAt, trouble, SimulatedProcess.drawn(operation.service(), dice));
    }
  }

  private PlannedRun bracket() {
    Map<String, String> attributes =
        Map.of(
            "channel", dice.oneOf(CHANNELS),
            "product", dice.oneOf(PRODUCTS),
            "region", dice.oneOf(REGIONS));
    PlannedRun bracket =
        new PlannedRun(
            dice.hex(16),
            null,
            StepEvent.EXECUTION,
            1,
            List.of(),
            attributes,
            SimulatedProcess.drawn("intake", dice),
            Duration.ZERO,
            null);
    if (failure != null) {
      return bracket.ending(afterAllRuns(), failure.trouble(), failure.on());
    }
    return done.containsKey(OrionJourney.FINAL_STEP)
        ? bracket.ending(afterAllRuns(), null, SimulatedProcess.drawn("notify", dice))
        : bracket;
  }

  private Duration afterAllRuns() {
    return runs.lastTime().plus(dice.around(Duration.ofMillis(2), 0.5));
  }
}
