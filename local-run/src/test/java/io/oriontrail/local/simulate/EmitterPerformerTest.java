package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.simulate.ExecutionPlan.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of the real library when the simulated services use it. */
final class EmitterPerformerTest {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CapturingStream stream = new CapturingStream();
  private final Map<SimulatedProcess, OrionEmitter> emitters = new HashMap<>();

  @AfterEach
  void close() {
    emitters.values().forEach(OrionEmitter::close);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WAITING")
  void perform_anyFate_tellsWhatThePlanSays(Fate fate) {
    for (int seed = 0; seed < 5; seed++) {
      ExecutionPlan plan = plan(fate, seed);

      assertThat(played(plan).stream().map(Told::of))
          .containsExactlyInAnyOrderElementsOf(plan.acts().stream().map(Told::of).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WAITING")
  void perform_anyFate_startAndEndOfARunShareItsId(Fate fate) {
    ExecutionPlan plan = plan(fate, 7);
    Map<String, List<StepEvent>> byRun = new HashMap<>();
    for (StepEvent event : played(plan)) {
      if (!event.isBracket()) {
        byRun.computeIfAbsent(String.valueOf(event.runId()), id -> new ArrayList<>()).add(event);
      }
    }

    assertThat(byRun).hasSameSizeAs(plan.course().runs());
    assertThat(byRun.values())
        .allSatisfy(
            events -> {
              assertThat(events).extracting(StepEvent::step).containsOnly(events.getFirst().step());
              assertThat(events).extracting(StepEvent::state).doesNotHaveDuplicates();
              assertThat(events).extracting(StepEvent::state).contains(State.STARTED);
            });
  }

  @Test
  void perform_handedOverRun_isEndedByAnotherProcess() {
    List<StepEvent> events =
        played(plan(Fate.CLEAN, 1)).stream()
            .filter(event -> event.step().equals("FUND_ACCOUNT"))
            .toList();

    assertThat(events).hasSize(2);
    assertThat(events).extracting(StepEvent::service).containsOnly("ledger");
    assertThat(events).extracting(StepEvent::host).containsOnlyOnce("ledger-1", "ledger-2");
    assertThat(events).extracting(StepEvent::durationNanos).containsOnlyNulls();
  }

  @Test
  void perform_enclosedRuns_nameTheirContainer() {
    List<StepEvent> events = played(plan(Fate.CLEAN, 1));
    String container =
        events.stream()
            .filter(event -> event.step().equals(OrionJourney.CONTAINER))
            .map(event -> String.valueOf(event.runId()))
            .findFirst()
            .orElseThrow();

    assertThat(events)
        .filteredOn(event -> event.step().equals("SCAN_DOCUMENT"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(event -> container.equals(event.parentRunId()));
    assertThat(events)
        .filteredOn(event -> event.parentRunId() != null)
        .allMatch(event -> event.step().equals("SCAN_DOCUMENT"));
  }

  @Test
  void startLive_allAccountsPlayed_everyEventCountedIsDelivered() throws InterruptedException {
    SimulatorSettings settings = new SimulatorSettings(5, 40, 20, 0.2);
    AtomicReference<Instant> time = new AtomicReference<>(START);
    LiveSimulation live = new Simulator(settings, time::get).startLive(this::emitter);
    time.set(START.plus(Duration.ofDays(1)));

    assertThat(live.awaitEnd(PATIENCE)).isTrue();
    closeEmitters();
    assertThat(stream.events()).hasSize((int) live.counts().events());
    assertThat(emitters).hasSize(12);
    assertThat(stream.events().stream().map(StepEvent::service).distinct())
        .containsExactlyInAnyOrderElementsOf(OrionJourney.SERVICES);
    assertThat(live.counts().accounts()).isEqualTo(40);
  }

  private List<StepEvent> played(ExecutionPlan plan) {
    int before = stream.events().size();
    EmitterPerformer performer = EmitterPerformer.of(Simulator.processes(), this::emitter);
    plan.acts().forEach(performer::perform);
    performer.finished(plan);
    closeEmitters();
    emitters.clear();
    return stream.events().stream().skip(before).toList();
  }

  /** With the time that a busy machine takes to deliver all. */
  private void closeEmitters() {
    emitters.values().forEach(emitter -> emitter.close(PATIENCE));
  }

  private OrionEmitter emitter(SimulatedProcess process) {
    OrionEmitter emitter =
        OrionEmitter.builder()
            .service(process.service())
            .host(process.host())
            .sender(stream)
            .linger(Duration.ofMillis(5))
            .shutdownHook(false)
            .build();
    assertThat(emitters.put(process, emitter)).isNull();
    return emitter;
  }

  private static ExecutionPlan plan(Fate fate, int seed) {
    return new ExecutionPlan(
        ExecutionKey.of("acct-1", fate + "-" + seed),
        START,
        CoursePlanner.plan(fate, Dice.of(seed)),
        true);
  }

  /** What has to come out the same, whatever ids and times the library makes up. */
  private record Told(
      ExecutionKey key,
      String step,
      State state,
      String outcome,
      String by,
      List<String> dependsOn,
      Map<String, String> attributes) {

    static Told of(StepEvent event) {
      return new Told(
          event.key(),
          event.step(),
          event.state(),
          event.status() + " " + event.errorCode(),
          String.valueOf(event.host()),
          event.dependsOn(),
          event.attributes());
    }

    static Told of(Act act) {
      PlannedRun run = act.run();
      boolean starts = act.state() == State.STARTED;
      Trouble trouble = starts ? null : run.requireEnd().trouble();
      Status status = trouble == null ? Status.SUCCEEDED : Status.FAILED;
      return new Told(
          act.plan().key(),
          run.step(),
          act.state(),
          (starts ? null : status) + " " + (trouble == null ? null : trouble.code()),
          (starts ? run.startedOn() : run.requireEnd().on()).host(),
          starts ? run.dependsOn() : List.of(),
          starts && !act.concernsExecution() ? run.attributes() : Map.of());
    }
  }
}
