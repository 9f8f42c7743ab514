package io.oriontrail.local.simulate;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456789Z");
  private static final SimulatorSettings SETTINGS = new SimulatorSettings(42, 500, 5, 0.1);

  @Test
  void history_anySeed_liesWithinTheHourBefore() {
    assertThat(Arrivals.history(SETTINGS, NOW))
        .allMatch(plan -> !plan.startedAt().isBefore(NOW.minus(Duration.ofHours(1))))
        .allMatch(plan -> !plan.lastAt().isAfter(NOW));
  }

  @Test
  void history_accounts_areAsManyAsAskedForAndSomeComeAgain() {
    Map<String, List<ExecutionPlan>> byAccount = historyByAccount();

    assertThat(byAccount).hasSize(500);
    assertThat(byAccount.values()).filteredOn(plans -> plans.size() == 1).hasSizeBetween(370, 430);
    assertThat(byAccount.values()).filteredOn(plans -> plans.size() == 3).hasSizeBetween(10, 45);
    assertThat(byAccount.values()).allMatch(plans -> plans.size() <= 3);
  }

  @Test
  void history_executionsOfOneAccount_followOneAnother() {
    for (List<ExecutionPlan> plans : historyByAccount().values()) {
      assertThat(plans.getFirst().isFirstOfAccount()).isTrue();
      for (int i = 1; i < plans.size(); i++) {
        assertThat(plans.get(i).startedAt()).isAfter(plans.get(i - 1).lastAt());
        assertThat(plans.get(i).isFirstOfAccount()).isFalse();
      }
    }
  }

  @Test
  void history_failureRatio_isKeptWithinBounds() {
    List<ExecutionPlan> plans = Arrivals.history(SETTINGS, NOW).toList();
    long failed = plans.stream().filter(plan -> plan.course().fate() == Fate.FAILED).count();

    assertThat(failed / (double) plans.size()).isCloseTo(0.1, within(0.04));
  }

  @Test
  void history_sameSeed_samePlansAndOtherSeedOthers() {
    assertThat(Arrivals.history(SETTINGS, NOW).toList())
        .isEqualTo(Arrivals.history(SETTINGS, NOW).toList());
    assertThat(
            Arrivals.history(new SimulatorSettings(43, 500, 5, 0.1), NOW)
                .map(ExecutionPlan::course))
        .doesNotContainAnyElementsOf(
            Arrivals.history(SETTINGS, NOW).map(ExecutionPlan::course).toList());
  }

  @Test
  void history_laterNow_sameCoursesUnderOtherExecutionIds() {
    List<ExecutionPlan> now = Arrivals.history(SETTINGS, NOW).toList();
    List<ExecutionPlan> later = Arrivals.history(SETTINGS, NOW.plusSeconds(77)).toList();

    assertThat(later)
        .extracting(ExecutionPlan::course)
        .isEqualTo(now.stream().map(ExecutionPlan::course).toList());
    assertThat(later)
        .extracting(ExecutionPlan::key)
        .doesNotContainAnyElementsOf(now.stream().map(ExecutionPlan::key).toList());
  }

  @Test
  void executionKeys_ofHistory_areUnique() {
    assertThat(Arrivals.history(SETTINGS, NOW).map(ExecutionPlan::key)).doesNotHaveDuplicates();
  }

  @Test
  void live_plans_startInOrderAtTheRateAskedFor() {
    List<ExecutionPlan> plans = live(2_000);

    assertThat(plans).extracting(ExecutionPlan::startedAt).isSorted();
    double seconds = Duration.between(NOW, plans.getLast().startedAt()).toMillis() / 1_000.0;
    assertThat(plans.size() / seconds).isCloseTo(5, within(0.5));
  }

  @Test
  void live_accounts_endAfterAsManyAsAskedForAndSomeComeAgain() {
    List<ExecutionPlan> plans = live(Integer.MAX_VALUE);
    Set<String> seen = new HashSet<>();

    for (ExecutionPlan plan : plans) {
      assertThat(plan.isFirstOfAccount()).isEqualTo(seen.add(plan.key().accountId()));
    }
    assertThat(seen).hasSize(500);
    assertThat(plans.size() - seen.size()).isBetween(50, 130);
  }

  @Test
  void live_unlimited_hasNoEnd() {
    SimulatorSettings endless = new SimulatorSettings(1, SimulatorSettings.UNLIMITED, 5, 0.1);
    Iterator<ExecutionPlan> plans = Arrivals.live(endless, NOW);

    for (int i = 0; i < 2_000; i++) {
      plans.next();
    }
    assertThat(plans.hasNext()).isTrue();
  }

  @Test
  void live_pastTheLastAccount_throws() {
    Iterator<ExecutionPlan> plans = Arrivals.live(new SimulatorSettings(1, 1, 5, 0), NOW);

    plans.next();
    assertThatThrownBy(plans::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void live_sameSeedAsHistory_doesNotRepeatIt() {
    assertThat(live(300).stream().map(ExecutionPlan::course))
        .doesNotContainAnyElementsOf(
            Arrivals.history(SETTINGS, NOW).map(ExecutionPlan::course).toList());
  }

  @Test
  void accountId_manyIndexes_areUnique() {
    assertThat(LongStream.range(0, 100_000).mapToObj(Arrivals::accountId).distinct().count())
        .isEqualTo(100_000);
    assertThat(Arrivals.accountId(0)).matches("acct-\\d{10}");
    assertThat(Arrivals.accountId(Integer.MAX_VALUE - 1L)).matches("acct-\\d{10}");
  }

  private static Map<String, List<ExecutionPlan>> historyByAccount() {
    return Arrivals.history(SETTINGS, NOW).collect(groupingBy(plan -> plan.key().accountId()));
  }

  private static List<ExecutionPlan> live(int atMost) {
    List<ExecutionPlan> plans = new ArrayList<>();
    Iterator<ExecutionPlan> live = Arrivals.live(SETTINGS, NOW);
    while (live.hasNext() && plans.size() < atMost) {
      plans.add(live.next());
    }
    return plans;
  }
}
