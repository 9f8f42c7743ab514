package io.oriontrail.benchmarks;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.query.Baselines;
import io.oriontrail.query.ExecutionEvents;
import io.oriontrail.query.Journey;
import io.oriontrail.query.Timeline;
import io.oriontrail.query.TimelineJson;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What assembling a timeline costs, and writing it as JSON, by the number of events: 20 steps in
 * three parallel branches, dependencies, one container in ten runs, one failure in fifty.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class TimelineBenchmark {
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant AS_OF = T0.plusSeconds(86_400);

  @Param({"100", "1000", "10000", "100000"})
  public int events;

  /** As the store gives them, by key; or as they may come from anywhere. */
  @Param({"sorted", "shuffled"})
  public String order = "sorted";

  private List<StoredEvent> stored = List.of();
  private ExecutionEvents execution = ExecutionEvents.of(KEY, List.of(event(started(0))));
  private Timeline timeline = timeline();

  @Setup(Level.Trial)
  public void makeEvents() {
    List<StoredEvent> made = new ArrayList<>(events);
    for (int run = 0; run < events / 2; run++) {
      made.add(event(started(run)));
      made.add(event(ended(run)));
    }
    if (order.equals("shuffled")) {
      Collections.shuffle(made, new Random(1));
    } else {
      made.sort((a, b) -> a.sortKey().compareTo(b.sortKey()));
    }
    stored = made;
    execution = ExecutionEvents.of(KEY, stored);
    timeline = timeline();
  }

  private static StepEvent started(int run) {
    StepEvent.Builder event =
        StepEvent.started(KEY, "STEP_" + run % 20, at(run)).runId("run" + run).eventId("s" + run);
    if (run % 20 >= 3) {
      event.dependsOn("STEP_" + (run % 20 - 3));
    }
    if (run % 10 != 0) {
      event.parentRunId("run" + run / 10 * 10);
    }
    return event.build();
  }

  private static StepEvent ended(int run) {
    Status status = run % 50 == 7 ? Status.FAILED : Status.SUCCEEDED;
    return StepEvent.ended(KEY, "STEP_" + run % 20, status, at(run).plusMillis(25))
        .runId("run" + run)
        .eventId("e" + run)
        .durationNanos(25_000_000L)
        .build();
  }

  private static Instant at(int run) {
    return T0.plusMillis(10L * run);
  }

  private static StoredEvent event(StepEvent event) {
    return new StoredEvent(event, TableLayout.sortKey(event), AS_OF.plusSeconds(1_000_000));
  }

  private Timeline timeline() {
    return Timeline.of(execution, Journey.none(), Baselines.none(), AS_OF);
  }

  @Benchmark
  public Timeline assemble() {
    return timeline();
  }

  @Benchmark
  public void writeJson() throws IOException {
    TimelineJson.write(timeline, TimelineJson.Payload.INCLUDED, OutputStream.nullOutputStream());
  }
}
