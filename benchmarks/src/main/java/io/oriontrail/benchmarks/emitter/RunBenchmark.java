package io.oriontrail.benchmarks.emitter;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.Run;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a whole run costs: a step with three attributes, started and succeeded, two events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RunBenchmark {
  private final OrionLine line =
      new OrionLine(new Downstream(Downstream.Mode.NULL), false, Line.ROOM);
  private final Execution execution = line.emitter().execution("acct-4711", "exec-0815");

  @TearDown(Level.Trial)
  public void close() {
    line.close();
  }

  @Benchmark
  public void startAndSucceed() {
    try (Run run =
        execution
            .step("VERIFY_IDENTITY")
            .attribute("provider", "acme")
            .attribute("region", "eu-west-1")
            .attribute("request", "7f3q9k2m")
            .start()) {
      run.succeeded();
    }
  }
}
