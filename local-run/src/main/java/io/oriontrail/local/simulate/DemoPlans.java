package io.oriontrail.local.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The executions of the demo that are looked at on purpose.
 *
 * @param clean ended well
 * @param failedBefore an earlier one of the failed one's account that ended well, to compare with
 * @param failed ended in failure
 * @param running begun a little while ago
 */
record DemoPlans(
    ExecutionPlan clean, ExecutionPlan failedBefore, ExecutionPlan failed, ExecutionPlan running) {
  static final String STEP_THAT_FAILS = "VERIFY_IDENTITY";
  static final String ERROR_CODE = "UPSTREAM_TIMEOUT";

  private static final long OF_DEMO = 3;
  private static final Duration RUNNING_SINCE = Duration.ofSeconds(95);

  static DemoPlans of(SimulatorSettings settings, Instant now) {
    Dice dice = Dice.of(settings.seed(), OF_DEMO);
    Operation struck = OrionJourney.named(STEP_THAT_FAILS);
    Operation container = OrionJourney.named(OrionJourney.CONTAINER);
    Predicate<Course> brief = course -> course.length().compareTo(Duration.ofSeconds(40)) < 0;
    Course clean = first(() -> CoursePlanner.plan(Fate.CLEAN, dice), brief);
    Course before = first(() -> CoursePlanner.plan(Fate.CLEAN, dice), brief);
    Course failed =
        first(() -> CoursePlanner.plan(Fate.FAILED, struck, dice), DemoPlans::failsAsWanted);
    Course running = CoursePlanner.plan(Fate.WAITING, container, dice);
    return new DemoPlans(
        Arrivals.plan("acct-demo-clean", now.minus(Duration.ofMinutes(9)), clean, true, dice),
        Arrivals.plan("acct-demo-failed", now.minus(Duration.ofMinutes(41)), before, true, dice),
        Arrivals.plan("acct-demo-failed", now.minus(Duration.ofMinutes(6)), failed, false, dice),
        Arrivals.plan("acct-demo-running", now.minus(RUNNING_SINCE), running, true, dice));
  }

  List<ExecutionPlan> finished() {
    return List.of(clean, failedBefore, failed);
  }

  private static boolean failsAsWanted(Course course) {
    Trouble trouble = course.bracket().requireEnd().trouble();
    return trouble != null && trouble.code().equals(ERROR_CODE);
  }

  /** Draws until one is as wanted; at least every third one is. */
  private static Course first(Supplier<Course> draw, Predicate<Course> wanted) {
    Course course = draw.get();
    while (!wanted.test(course)) {
      course = draw.get();
    }
    return course;
  }
}
