package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.simulate.ExecutionPlan.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PlayerTest {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  private final List<Act> performed = new ArrayList<>();
  private final SimulatorSettings settings = new SimulatorSettings(3, 40, 10, 0.2);

  @Test
  void playUntil_beforeTheFirstStart_doesNothing() {
    Player player = player();

    assertThat(player.playUntil(START.minusNanos(1))).isEqualTo(START);
    assertThat(performed).isEmpty();
    assertThat(player.counts()).isEqualTo(SimulationCounts.NONE);
  }

  @Test
  void playUntil_anyTime_performsExactlyWhatIsDue() {
    Player player = player();
    Instant now = START.plusSeconds(4);

    Instant next = Objects.requireNonNull(player.playUntil(now));

    assertThat(next).isAfter(now);
    List<Act> due = all().stream().filter(act -> !act.at().isAfter(now)).toList();
    assertThat(performed).containsExactlyInAnyOrderElementsOf(due);
    assertThat(all().stream().map(Act::at).filter(at -> at.isAfter(now)).min(Instant::compareTo))
        .contains(next);
  }

  @Test
  void playUntil_smallSteps_sameActsInTheSameOrderAsInOne() {
    Player bySteps = player();
    Instant at = START;
    for (Instant next = at; next != null; next = bySteps.playUntil(at)) {
      at = next;
    }
    List<Act> stepwise = List.copyOf(performed);
    performed.clear();

    assertThat(player().playUntil(START.plus(Duration.ofDays(1)))).isNull();
    assertThat(performed).isEqualTo(stepwise);
    assertThat(performed).extracting(Act::at).isSorted();
    assertThat(performed).hasSameSizeAs(all());
  }

  @Test
  void playUntil_clockSetBack_playsNothingTwice() {
    Player player = player();
    player.playUntil(START.plusSeconds(3));
    List<Act> before = List.copyOf(performed);

    player.playUntil(START.minusSeconds(100));
    player.playUntil(START.plusSeconds(3));
    assertThat(performed).isEqualTo(before).isNotEmpty();
  }

  @Test
  void counts_afterAll_addUp() {
    Player player = player();
    player.playUntil(START.plus(Duration.ofDays(1)));

    SimulationCounts counts = player.counts();
    assertThat(counts.events()).isEqualTo(performed.size());
    assertThat(counts.accounts()).isEqualTo(40);
    assertThat(counts.executions())
        .isEqualTo(performed.stream().map(act -> act.plan().key()).distinct().count());
    assertThat(counts.runs())
        .isEqualTo(
            all().stream().map(Act::plan).distinct().mapToInt(p -> p.course().runs().size()).sum());
    long open =
        all().stream()
            .map(Act::plan)
            .distinct()
            .filter(p -> p.course().bracket().end() == null)
            .count();
    assertThat(counts.open()).isEqualTo(open);
    assertThat(counts.failed()).isPositive();
    assertThat(counts.failedRuns()).isGreaterThan(counts.failed());
  }

  @Test
  void playUntil_plansWithoutEnd_areTakenOneAtATime() {
    SimulatorSettings endless = new SimulatorSettings(3, SimulatorSettings.UNLIMITED, 10, 0.2);
    Player player = new Player(Arrivals.live(endless, START), performed::add);

    assertThat(player.playUntil(START.plusSeconds(30))).isNotNull();
    assertThat(player.counts().executions()).isBetween(200L, 400L);
  }

  @Test
  void playUntil_noPlans_isOverAtOnce() {
    assertThat(new Player(Collections.emptyIterator(), performed::add).playUntil(START)).isNull();
  }

  private Player player() {
    return new Player(Arrivals.live(settings, START), performed::add);
  }

  private List<Act> all() {
    List<Act> acts = new ArrayList<>();
    Arrivals.live(settings, START).forEachRemaining(plan -> acts.addAll(plan.acts()));
    return acts;
  }
}
