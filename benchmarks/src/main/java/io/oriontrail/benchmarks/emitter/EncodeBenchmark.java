package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.JsonLines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What writing one sample event costs, as JSON and as the least that any form would cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
  private static final int LINES_A_RECORD = 64;

  private final JsonLines lines = new JsonLines(64 << 10);
  private final CompactForm compact = new CompactForm();
  private int number;

  @Benchmark
  public int json() {
    if (number % LINES_A_RECORD == 0) {
      lines.truncate(0);
    }
    lines.add(Samples.event(number), "k7f3q1a2b3", number);
    number++;
    return lines.size();
  }

  @Benchmark
  public int compact() {
    return compact.write(Samples.event(number++));
  }
}
