package io.oriontrail.local.simulate;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every course, whatever the seed; and what each fate promises. */
final class CoursePlannerTest {
  private static final int SEEDS = 300;

  @ParameterizedTest
  @EnumSource
  void plan_anyFate_runStartsWhenAllItDependsOnIsDone(Fate fate) {
    courses(fate)
        .forEach(
            course -> {
              for (PlannedRun run : course.runs()) {
                for (String needed : run.dependsOn()) {
                  List<PlannedRun> before = runsOf(course, needed);
                  assertThat(before).as("%s needs %s", run.step(), needed).isNotEmpty();
                  assertThat(before).allSatisfy(other -> assertEndedBy(run.start(), other));
                  assertThat(before)
                      .as("the last try was good")
                      .anyMatch(CoursePlannerTest::isGood);
                }
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void plan_anyFate_dependenciesAreThoseOfTheJourneyThatTookPart(Fate fate) {
    courses(fate)
        .forEach(
            course -> {
              Set<String> seen = steps(course);
              for (PlannedRun run : course.runs()) {
                assertThat(run.dependsOn())
                    .isEqualTo(
                        OrionJourney.named(run.step()).dependsOn().stream()
                            .filter(seen::contains)
                            .toList());
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void plan_anyFate_attemptsFollowOneAnother(Fate fate) {
    courses(fate)
        .forEach(
            course ->
                triesByTarget(course)
                    .forEach(
                        (target, tries) -> {
                          for (int i = 0; i < tries.size(); i++) {
                            PlannedRun run = tries.get(i);
                            assertThat(run.attempt()).as("%s", target).isEqualTo(i + 1);
                            if (i > 0) {
                              PlannedRun before = tries.get(i - 1);
                              assertThat(before.requireEnd().isFailure()).isTrue();
                              assertThat(run.start()).isGreaterThan(before.requireEnd().at());
                              assertThat(run.startedOn()).isNotEqualTo(before.startedOn());
                            }
                          }
                          int most = OrionJourney.named(tries.getFirst().step()).maxAttempts();
                          assertThat(tries).hasSizeLessThanOrEqualTo(most);
                        }));
  }

  @ParameterizedTest
  @EnumSource
  void plan_anyFate_enclosedRunsLieWithinTheirContainer(Fate fate) {
    courses(fate)
        .forEach(
            course -> {
              for (PlannedRun run : course.runs()) {
                boolean enclosed = OrionJourney.named(run.step()).within() != null;
                assertThat(run.parentRunId() != null).isEqualTo(enclosed);
                if (enclosed) {
                  PlannedRun container = runsOf(course, OrionJourney.CONTAINER).getFirst();
                  assertThat(run.parentRunId()).isEqualTo(container.runId());
                  assertThat(run.start()).isGreaterThan(container.start());
                  if (container.end() != null) {
                    assertEndedBy(container.requireEnd().at(), run);
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void plan_anyFate_idsAreUniqueAndTimesAreSound(Fate fate) {
    courses(fate)
        .forEach(
            course -> {
              Set<String> ids = new HashSet<>(Set.of(course.bracket().runId()));
              assertThat(course.runs()).allMatch(run -> ids.add(run.runId()));
              assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{16}"));
              assertThat(course.traceId()).matches("[0-9a-f]{32}");
              for (PlannedRun run : course.runs()) {
                assertThat(run.start()).isPositive();
                assertThat(run.lastTime()).isGreaterThanOrEqualTo(run.start());
              }
              PlannedRun.End end = course.bracket().end();
              if (end != null) {
                assertThat(course.runs()).allMatch(run -> run.lastTime().compareTo(end.at()) < 0);
              }
            });
  }

  @Test
  void plan_clean_everyStepSucceedsAtOnce() {
    courses(Fate.CLEAN)
        .forEach(
            course -> {
              assertThat(course.runs()).allMatch(run -> run.attempt() == 1 && isGood(run));
              assertThat(steps(course)).hasSizeBetween(21, 22).contains(OrionJourney.FINAL_STEP);
              assertThat(isGood(course.bracket())).isTrue();
            });
  }

  @Test
  void plan_clean_branchesRunSideBySide() {
    courses(Fate.CLEAN).forEach(course -> assertThat(mostAtOnce(course)).isGreaterThanOrEqualTo(4));
  }

  @Test
  void plan_recovered_failsAndSucceedsLater() {
    courses(Fate.RECOVERED)
        .forEach(
            course -> {
              assertThat(failures(course)).isNotEmpty().allMatch(run -> hasLaterTry(course, run));
              assertThat(isGood(course.bracket())).isTrue();
            });
  }

  @Test
  void plan_slow_oneRunTakesFarLongerThanUsual() {
    courses(Fate.SLOW)
        .forEach(
            course -> {
              assertThat(failures(course)).isEmpty();
              assertThat(isGood(course.bracket())).isTrue();
            });
    assertThat(courses(Fate.SLOW).map(CoursePlannerTest::greatestFactor))
        .allMatch(factor -> factor > 1.3)
        .filteredOn(factor -> factor > 5)
        .hasSizeGreaterThan(SEEDS * 9 / 10);
  }

  @Test
  void plan_degraded_sideBranchFailsForGoodAndTheJourneyEndsWell() {
    courses(Fate.DEGRADED)
        .forEach(
            course -> {
              Operation struck = OrionJourney.named(failures(course).getFirst().step());
              assertThat(struck.optional()).isTrue();
              assertThat(failures(course)).hasSize(struck.maxAttempts());
              assertThat(runsOf(course, struck.step())).noneMatch(CoursePlannerTest::isGood);
              assertThat(isGood(course.bracket())).isTrue();
            });
  }

  @Test
  void plan_crashed_runIsAbandonedAndDoneAgainElsewhere() {
    courses(Fate.CRASHED)
        .forEach(
            course -> {
              assertThat(failures(course)).hasSize(1);
              PlannedRun abandoned = failures(course).getFirst();
              assertThat(abandoned.requireEnd().trouble()).isEqualTo(Trouble.ABANDONED);
              assertThat(hasLaterTry(course, abandoned)).isTrue();
              assertThat(isGood(course.bracket())).isTrue();
            });
  }

  @Test
  void plan_lost_oneRunHasNoEndAndTheJourneyEndsWell() {
    courses(Fate.LOST)
        .forEach(
            course -> {
              assertThat(course.runs()).filteredOn(run -> run.end() == null).hasSize(1);
              assertThat(isGood(course.bracket())).isTrue();
            });
  }

  @Test
  void plan_stuck_oneStepHasNoEndAndNeitherHasTheExecution() {
    courses(Fate.STUCK)
        .forEach(
            course -> {
              List<PlannedRun> open =
                  course.runs().stream().filter(run -> run.end() == null).toList();
              assertThat(open).filteredOn(run -> !isContainer(run) || open.size() == 1).hasSize(1);
              assertThat(course.bracket().end()).isNull();
              assertThat(failures(course)).isEmpty();
            });
  }

  @Test
  void plan_failed_endsAfterTheLastAttemptAndReachesNoLaterStep() {
    courses(Fate.FAILED)
        .forEach(
            course -> {
              Trouble trouble = course.bracket().requireEnd().trouble();
              assertThat(trouble).isNotNull();
              PlannedRun last =
                  failures(course).stream()
                      .filter(run -> !isContainer(run) || failures(course).size() == 1)
                      .max(Comparator.comparingInt(PlannedRun::attempt))
                      .orElseThrow();
              assertThat(last.requireEnd().trouble()).isEqualTo(trouble);
              assertThat(last.attempt()).isEqualTo(OrionJourney.named(last.step()).maxAttempts());
              Duration failedAt =
                  failures(course).stream()
                      .map(PlannedRun::lastTime)
                      .max(Duration::compareTo)
                      .orElseThrow();
              assertThat(course.runs()).allMatch(run -> run.start().compareTo(failedAt) <= 0);
              assertThat(runsOf(course, OrionJourney.FINAL_STEP))
                  .noneMatch(CoursePlannerTest::isGood);
            });
  }

  @Test
  void plan_failed_strikesManyStepsOverTime() {
    assertThat(courses(Fate.FAILED).map(course -> failures(course).getFirst().step()).distinct())
        .hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void plan_waiting_staysOpenForHoursWithoutEverSeemingStalled() {
    Course course = courses(Fate.WAITING).findFirst().orElseThrow();
    List<Duration> times =
        course.runs().stream()
            .flatMap(run -> Stream.of(run.start(), run.lastTime()))
            .sorted()
            .toList();

    assertThat(course.length()).isBetween(Duration.ofHours(7), Duration.ofHours(9));
    assertThat(course.runs()).hasSizeLessThan(200);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i).minus(times.get(i - 1))).isLessThan(Duration.ofMinutes(5));
    }
    assertThat(times)
        .filteredOn(at -> at.compareTo(Duration.ofMinutes(2)) < 0)
        .hasSizeGreaterThan(20);
    assertThat(failures(course)).hasSize(1);
  }

  @Test
  void plan_anyFateButWaiting_endsWithinTheThirdOfAnHourThatHistoryGivesIt() {
    assertThat(
            Stream.of(Fate.values())
                .filter(fate -> fate != Fate.WAITING)
                .flatMap(CoursePlannerTest::courses))
        .allMatch(course -> course.length().compareTo(Duration.ofMinutes(20)) < 0);
  }

  @Test
  void plan_handedOverOperation_isEndedByAnotherProcess() {
    assertThat(courses(Fate.CLEAN).flatMap(course -> course.runs().stream()))
        .allMatch(run -> run.isHandedOver() == OrionJourney.named(run.step()).handedOver());
  }

  @Test
  void plan_sameDice_sameCourse() {
    for (Fate fate : Fate.values()) {
      assertThat(CoursePlanner.plan(fate, Dice.of(3)))
          .isEqualTo(CoursePlanner.plan(fate, Dice.of(3)));
      assertThat(CoursePlanner.plan(fate, Dice.of(3)))
          .isNotEqualTo(CoursePlanner.plan(fate, Dice.of(4)));
    }
  }

  @Test
  void plan_fateThatCannotStrikeTheOperation_isRefused() {
    Operation required = OrionJourney.named("VERIFY_IDENTITY");

    assertThatThrownBy(() -> CoursePlanner.plan(Fate.LOST, required, Dice.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LOST cannot strike VERIFY_IDENTITY");
  }

  private static Stream<Course> courses(Fate fate) {
    int seeds = fate == Fate.WAITING ? 3 : SEEDS;
    return IntStream.range(0, seeds).mapToObj(seed -> CoursePlanner.plan(fate, Dice.of(seed)));
  }

  private static List<PlannedRun> runsOf(Course course, String step) {
    return course.runs().stream().filter(run -> run.step().equals(step)).toList();
  }

  private static Set<String> steps(Course course) {
    Set<String> steps = new HashSet<>();
    course.runs().forEach(run -> steps.add(run.step()));
    return steps;
  }

  private static List<PlannedRun> failures(Course course) {
    return course.runs().stream()
        .filter(run -> run.end() != null && run.end().isFailure())
        .toList();
  }

  /** The tries at one thing: a step, or a step for one value of its fan-out. */
  private static Map<List<Object>, List<PlannedRun>> triesByTarget(Course course) {
    return course.runs().stream()
        .sorted(Comparator.comparing(PlannedRun::start))
        .collect(groupingBy(run -> List.of(run.step(), run.attributes())));
  }

  private static boolean hasLaterTry(Course course, PlannedRun run) {
    return course.runs().stream()
        .anyMatch(
            other ->
                other.step().equals(run.step())
                    && other.attributes().equals(run.attributes())
                    && other.attempt() == run.attempt() + 1);
  }

  private static boolean isGood(PlannedRun run) {
    return run.end() != null && !run.end().isFailure();
  }

  private static boolean isContainer(PlannedRun run) {
    return run.step().equals(OrionJourney.CONTAINER);
  }

  private static void assertEndedBy(Duration time, PlannedRun run) {
    assertThat(run.end()).as("%s", run).isNotNull();
    assertThat(run.lastTime()).as("%s", run).isLessThanOrEqualTo(time);
  }

  private static double greatestFactor(Course course) {
    return course.runs().stream()
        .filter(run -> !isContainer(run))
        .mapToDouble(
            run ->
                run.lastTime().minus(run.start()).toNanos()
                    / (double) OrionJourney.named(run.step()).usual().toNanos())
        .max()
        .orElseThrow();
  }

  private static long mostAtOnce(Course course) {
    return course.runs().stream()
        .mapToLong(
            at ->
                course.runs().stream()
                    .filter(run -> run.start().compareTo(at.start()) <= 0)
                    .filter(run -> run.lastTime().compareTo(at.start()) > 0)
                    .count())
        .max()
        .orElseThrow();
  }
}
