package io.oriontrail.benchmarks.emitter;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What one call costs its caller when callers do nothing else, so that every line takes some events
 * and drops the others. {@link EmitterReport} runs this with everything around it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmitBenchmark {
  @Param({"orion"})
  public String line = Lines.ORION;

  private Line target = Lines.open("hand-over-ring", Downstream.Mode.NULL);

  /** Which sample comes next on this thread. */
  @State(Scope.Thread)
  public static class Turn {
    private int number;
  }

  @Setup(Level.Trial)
  public void open() {
    target.close();
    target = Lines.open(line, Downstream.Mode.NULL);
  }

  @TearDown(Level.Trial)
  public void close() {
    target.close();
  }

  @Benchmark
  public void emit(Turn turn) {
    target.emit(turn.number++);
  }
}
