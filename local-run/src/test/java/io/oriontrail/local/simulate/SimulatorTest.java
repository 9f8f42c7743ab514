package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SimulatorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.5Z");
  private static final SimulatorSettings SETTINGS = new SimulatorSettings(42, 300, 2, 0.08);

  private final List<StepEvent> events = new ArrayList<>();
  private final List<SimulationCounts> reports = new ArrayList<>();

  @Test
  void startDemo_counts_areThoseOfTheEvents() {
    SimulationCounts counts = demo(SETTINGS).history();

    assertThat(counts.events()).isEqualTo(events.size());
    assertThat(counts.accounts())
        .isEqualTo(303)
        .isEqualTo(events.stream().map(event -> event.key().accountId()).distinct().count());
    assertThat(counts.executions())
        .isEqualTo(events.stream().map(StepEvent::key).distinct().count());
    assertThat(counts.runs()).isEqualTo(count(State.STARTED, null, false));
    assertThat(counts.failedRuns()).isEqualTo(count(State.ENDED, Status.FAILED, false));
    assertThat(counts.succeeded()).isEqualTo(count(State.ENDED, Status.SUCCEEDED, true));
    assertThat(counts.failed()).isEqualTo(count(State.ENDED, Status.FAILED, true));
    assertThat(counts.open()).isPositive();
  }

  @Test
  void startDemo_failures_areInTheRatioAskedFor() {
    SimulationCounts counts = demo(new SimulatorSettings(42, 300, 2, 0.3)).history();

    assertThat(counts.failed() / (double) counts.executions()).isBetween(0.25, 0.35);
  }

  @Test
  void startDemo_progress_growsToTheWhole() {
    SimulationCounts counts = demo(SETTINGS).history();

    assertThat(reports).hasSizeGreaterThan(10);
    assertThat(reports).extracting(SimulationCounts::events).isSorted();
    assertThat(reports.getLast()).isEqualTo(counts);
  }

  @Test
  void startDemo_sameSeedAndTime_sameEvents() {
    demo(SETTINGS).close();
    List<StepEvent> first = List.copyOf(events);
    events.clear();

    demo(SETTINGS).close();
    assertThat(events).isEqualTo(first);
    assertThat(events).allMatch(event -> event.eventId() != null);
    assertThat(events).extracting(StepEvent::eventId).doesNotHaveDuplicates();
    assertThat(events).allMatch(event -> !event.timestamp().isAfter(NOW));
  }

  @Test
  void startDemo_cleanExample_succeededAtFirstTry() {
    List<StepEvent> clean = of(demo(SETTINGS).examples().clean());

    assertThat(clean).noneMatch(event -> event.status() == Status.FAILED);
    assertThat(clean).anyMatch(event -> event.step().equals("SEND_WELCOME"));
    assertThat(clean.getLast().isBracket()).isTrue();
    assertThat(clean.getLast().status()).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void startDemo_failedExample_failedAfterRetriesWithBranchesBesideIt() {
    ExecutionKey key = demo(SETTINGS).examples().failed();
    List<StepEvent> failed = of(key);

    assertThat(failed)
        .filteredOn(event -> event.status() == Status.FAILED && !event.isBracket())
        .hasSize(3)
        .allMatch(event -> event.step().equals("VERIFY_IDENTITY"))
        .allMatch(event -> "UPSTREAM_TIMEOUT".equals(event.errorCode()))
        .extracting(StepEvent::attempt)
        .containsExactly(1, 2, 3);
    assertThat(failed)
        .extracting(StepEvent::step)
        .contains("FETCH_CREDIT_REPORT", "SCREEN_SANCTIONS", "CHECK_LIVENESS")
        .doesNotContain("SCORE_RISK", "SEND_WELCOME");
    assertThat(failed.getLast().status()).isEqualTo(Status.FAILED);
    assertThat(events)
        .as("an earlier execution of the account to compare it with")
        .anyMatch(
            event ->
                event.key().accountId().equals(key.accountId())
                    && !event.key().equals(key)
                    && event.isBracket()
                    && event.status() == Status.SUCCEEDED);
  }

  @Test
  void startDemo_runningExample_isOpenWithPartOfItDone() {
    List<StepEvent> running = of(demo(SETTINGS).examples().running());

    assertThat(running).hasSizeGreaterThan(25);
    assertThat(running).filteredOn(StepEvent::isBracket).hasSize(1);
    assertThat(running)
        .filteredOn(event -> event.step().equals("EXTRACT_DOCUMENTS"))
        .extracting(StepEvent::state)
        .containsExactly(State.STARTED);
    assertThat(running.getLast().timestamp()).isAfter(NOW.minusSeconds(30));
  }

  @Test
  void startDemo_runningExample_goesOnAsTimePasses() throws InterruptedException {
    AtomicReference<Instant> time = new AtomicReference<>(NOW);
    CountDownLatch scans = new CountDownLatch(10);
    EventSink sink =
        event -> {
          if (event.timestamp().isAfter(NOW) && event.step().equals("SCAN_DOCUMENT")) {
            scans.countDown();
          }
        };

    try (Demo demo = new Simulator(SETTINGS, time::get).startDemo(sink, counts -> {})) {
      time.set(NOW.plus(Duration.ofMinutes(10)));
      assertThat(scans.await(5, TimeUnit.MINUTES)).isTrue();
      assertThat(demo.rest().awaitEnd(Duration.ZERO)).isFalse();
    }
  }

  private Demo demo(SimulatorSettings settings) {
    Simulator simulator = new Simulator(settings, InstantSource.fixed(NOW));
    Demo demo = simulator.startDemo(events::add, reports::add);
    demo.close();
    return demo;
  }

  private List<StepEvent> of(ExecutionKey key) {
    return events.stream().filter(event -> event.key().equals(key)).toList();
  }

  private long count(State state, @Nullable Status status, boolean bracket) {
    return events.stream()
        .filter(event -> event.isBracket() == bracket)
        .filter(event -> event.state() == state && event.status() == status)
        .count();
  }
}
