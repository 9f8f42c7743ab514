package io.oriontrail.emitter.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.FaultPlan;
import io.oriontrail.local.kinesis.KinesisServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that befall a whole process, on processes; the numbers are the fault list's. */
@Timeout(600)
final class ProcessFaultIT {
  private static final String STREAM = EmittingProcess.STREAM;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KinesisServer server = KinesisServer.start();

  /**
   * For what is not about the time to close, on machines whose first request alone takes longer.
   */
  private static final String PATIENT = "-D" + EmittingProcess.PATIENCE + "=60";

  @BeforeEach
  void createStream() {
    server.createStream(STREAM, 2);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Child start(List<String> options, int rate, long millis) throws Exception {
    return Child.start(
        options, server.endpoint().toString(), "e", Integer.toString(rate), Long.toString(millis));
  }

  private void awaitRecords(long count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> server.counts(STREAM).accepted() >= count);
  }

  /** Everything that was told arrived, nothing else did, and the emitter said farewell. */
  private void quietPhase(Child child) throws InterruptedException {
    assertThat(child.join(PATIENCE)).as(child.errors()).isZero();
    Set<String> told = new HashSet<>();
    child.told().forEach(t -> told.add(EmittingProcess.step(t.number())));
    List<StepEvent> events = Arrivals.events(server, STREAM);
    Set<String> arrived = new HashSet<>();
    events.forEach(event -> arrived.add(event.step()));
    assertThat(arrived).isNotEmpty().isEqualTo(told);
    assertThat(child.errors())
        .contains(
            "offered %d delivered %d dropped 0 buffered 0".formatted(told.size(), told.size()));
    assertThat(saidFarewell()).isTrue();
  }

  /** Whether all was delivered within the time to close in. */
  private boolean saidFarewell() {
    return Arrivals.heartbeats(server, STREAM).stream()
        .map(Heartbeat::counters)
        .anyMatch(counters -> counters.containsKey("closing"));
  }

  @Test
  void fault31_readOnlyNoHomeNoTemporaryFolder_works() throws Exception {
    List<String> bare =
        List.of(PATIENT, "-Duser.home=/proc/none", "-Djava.io.tmpdir=/proc", "-XX:-UsePerfData");
    try (Child child = start(bare, 200, 1_000)) {
      quietPhase(child);
    }
  }

  @Test
  void fault21_stoppedAndContinued_goesOnWithoutLossOrStorm() throws Exception {
    try (Child child = start(List.of(PATIENT), 200, 2_000)) {
      awaitRecords(2);
      child.signal("STOP");
      long stopped = server.requests("PutRecords");
      Thread.sleep(2_000); // the pause itself
      // What was under way may still be read; four is the most that may be.
      assertThat(server.requests("PutRecords") - stopped).isLessThanOrEqualTo(4);
      child.signal("CONT");
      quietPhase(child);
      // Some five a second is usual: four seconds, the farewell, and what a slow machine adds.
      assertThat(server.requests("PutRecords")).isLessThan(60);
    }
  }

  @Test
  void fault24_terminatedWithADeadEndpoint_endsInTimeWithExactCounts() throws Exception {
    server.inject(FaultPlan.always(new Fault.Silence()));
    try (Child child = start(List.of(), 500, 0)) {
      Awaitility.await().atMost(PATIENCE).until(() -> child.told().size() > 500);
      long begin = System.nanoTime();
      child.terminate();
      child.join(PATIENCE);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      // Two seconds to close in, and the JVM's own end. Nothing would ever be delivered.
      assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(60));
      long offered = child.told().size();
      assertThat(child.errors())
          .contains("offered %d delivered 0 dropped %d buffered 0".formatted(offered, offered));
    }
  }

  @Test
  void fault24_terminatedWhileAllIsWell_deliversEverything() throws Exception {
    try (Child child = start(List.of(), 500, 0)) {
      awaitRecords(2);
      child.terminate();
      child.join(PATIENCE);
      Set<String> arrived = new HashSet<>();
      Arrivals.events(server, STREAM).forEach(event -> arrived.add(event.step()));
      Matcher counts =
          Pattern.compile("offered (\\d+) delivered (\\d+) dropped (\\d+) buffered 0")
              .matcher(child.errors().strip());
      assertThat(counts.matches()).as(child.errors()).isTrue();
      // Those emitted after the intake was closed are counted, not lost silently.
      long delivered = Long.parseLong(counts.group(2));
      assertThat(Long.parseLong(counts.group(1)))
          .isEqualTo(delivered + Long.parseLong(counts.group(3)))
          .isLessThanOrEqualTo(child.told().size() + 1L);
      if (saidFarewell()) {
        assertThat(delivered).isEqualTo(arrived.size());
      } else { // two seconds were too short for this machine: what was given up may have arrived
        assertThat(delivered).isLessThanOrEqualTo(arrived.size());
      }
    }
  }

  @Test
  void e03_fault19_floodedInASmallHeap_withABlackHole_staysAlive() throws Exception {
    server.inject(FaultPlan.always(new Fault.Silence()));
    // 32 MiB are the emitter's; the SDK and the flood itself need the rest.
    try (Child child = start(List.of("-Xmx72m", "-XX:+ExitOnOutOfMemoryError"), 0, 2_000)) {
      assertThat(child.join(PATIENCE)).as(child.errors()).isZero();
      assertThat(child.errors()).containsPattern("offered \\d{6,} delivered 0 dropped \\d{6,}");
    }
  }
}
