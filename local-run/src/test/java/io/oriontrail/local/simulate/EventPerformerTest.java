package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventPerformerTest {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  @ParameterizedTest
  @EnumSource
  void perform_anyFate_everyEventSurvivesTheWire(Fate fate) {
    for (int seed = 0; seed < 20; seed++) {
      List<StepEvent> events = played(plan(fate, seed));

      Set<String> ids = new HashSet<>();
      for (StepEvent event : events) {
        assertThat(StepEventJson.decode(StepEventJson.encode(event)).message()).isEqualTo(event);
        assertThat(ids.add(String.valueOf(event.eventId()))).isTrue();
      }
      assertThat(events).extracting(StepEvent::timestamp).isSorted();
    }
  }

  @Test
  void perform_run_startedAndEndedShareWhatMakesThemOne() {
    ExecutionPlan plan = plan(Fate.CLEAN, 1);
    List<StepEvent> events = eventsOf(plan, "VERIFY_IDENTITY");

    StepEvent started = events.getFirst();
    StepEvent ended = events.getLast();
    assertThat(events).hasSize(2);
    assertThat(started.state()).isEqualTo(State.STARTED);
    assertThat(ended.state()).isEqualTo(State.ENDED);
    assertThat(ended.runId()).isEqualTo(started.runId()).isNotNull();
    assertThat(ended.traceId()).isEqualTo(started.traceId()).isNotNull();
    assertThat(started.key()).isEqualTo(plan.key());
    assertThat(started.dependsOn()).containsExactly("EXTRACT_DOCUMENTS");
    assertThat(started.attributes()).containsEntry("provider", "acme-id");
    assertThat(started.service()).isEqualTo("identity");
    assertThat(started.host()).matches("identity-[1-2]");
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.durationNanos())
        .isEqualTo(Duration.between(started.timestamp(), ended.timestamp()).toNanos());
  }

  @Test
  void perform_handedOverRun_endsOnAnotherHostWithoutMeasuredDuration() {
    List<StepEvent> events = eventsOf(plan(Fate.CLEAN, 1), "FUND_ACCOUNT");

    assertThat(events.getLast().host()).isNotEqualTo(events.getFirst().host());
    assertThat(events.getLast().durationNanos()).isNull();
  }

  @Test
  void perform_failedExecution_bracketAndRunCarryTheErrorCode() {
    Operation struck = OrionJourney.named("ISSUE_CARD");
    Course course = CoursePlanner.plan(Fate.FAILED, struck, Dice.of(1));
    ExecutionPlan plan = Arrivals.plan("acct-1", START, course, true, Dice.of(1));

    StepEvent bracket = played(plan).getLast();
    assertThat(bracket.isBracket()).isTrue();
    assertThat(bracket.status()).isEqualTo(Status.FAILED);
    assertThat(bracket.errorCode()).isEqualTo("CARD_BUREAU_DOWN");
    assertThat(eventsOf(plan, "ISSUE_CARD"))
        .filteredOn(event -> event.state() == State.ENDED)
        .hasSize(3)
        .extracting(StepEvent::errorCode)
        .containsOnly("CARD_BUREAU_DOWN");
    assertThat(eventsOf(plan, "ISSUE_CARD"))
        .extracting(StepEvent::attempt)
        .containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void perform_bracket_opensAndClosesTheExecution() {
    ExecutionPlan plan = plan(Fate.CLEAN, 1);
    List<StepEvent> events = played(plan);

    assertThat(events.getFirst().isBracket()).isTrue();
    assertThat(events.getFirst().timestamp()).isEqualTo(plan.startedAt());
    assertThat(events.getFirst().attributes()).containsKeys("channel", "product", "region");
    assertThat(events.getLast().isBracket()).isTrue();
    assertThat(events.getLast().timestamp()).isEqualTo(plan.lastAt());
    assertThat(eventsOf(plan, StepEvent.EXECUTION)).hasSize(2);
  }

  private static ExecutionPlan plan(Fate fate, int seed) {
    Course course = CoursePlanner.plan(fate, Dice.of(seed));
    return new ExecutionPlan(ExecutionKey.of("acct-1", "exec-" + seed), START, course, true);
  }

  private static List<StepEvent> eventsOf(ExecutionPlan plan, String step) {
    return played(plan).stream().filter(event -> event.step().equals(step)).toList();
  }

  private static List<StepEvent> played(ExecutionPlan plan) {
    List<StepEvent> events = new ArrayList<>();
    Performer performer = new EventPerformer(events::add);
    plan.acts().forEach(performer::perform);
    return events;
  }
}
