package io.oriontrail.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@link IngestBenchmark} by the processor time of the whole process, compiler and collector among
 * it: what can be told on a machine that others use, too. Prints a line for each round of ten
 * invocations, and the medians of the second half of the rounds, when the code is compiled.
 * Arguments: milliseconds that DynamoDB takes, rounds.
 */
public final class IngestLoad {
  private static final int INVOCATIONS = 10;

  private IngestLoad() {}

  public static void main(String[] arguments) throws IOException {
    IngestBenchmark benchmark = new IngestBenchmark();
    benchmark.latency = Integer.parseInt(arguments[0]);
    benchmark.setUp();
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double events = INVOCATIONS * IngestBenchmark.EVENTS;
    int rounds = Integer.parseInt(arguments[1]);
    List<Double> cpus = new ArrayList<>();
    List<Double> walls = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      long cpu = machine.getProcessCpuTime();
      long wall = System.nanoTime();
      for (int i = 0; i < INVOCATIONS; i++) {
        benchmark.event();
      }
      double cpuMicros = (machine.getProcessCpuTime() - cpu) / 1e3 / events;
      double wallMicros = (System.nanoTime() - wall) / 1e3 / events;
      say("%3d".formatted(round), cpuMicros, wallMicros);
      if (round > rounds / 2) {
        cpus.add(cpuMicros);
        walls.add(wallMicros);
      }
    }
    say("median of the second half, DynamoDB " + arguments[0] + " ms", median(cpus), median(walls));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void say(String what, double cpuMicros, double wallMicros) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %6.1f us of processor, %6.1f us of time for an event; %,.0f events/s",
            what,
            cpuMicros,
            wallMicros,
            1e6 / wallMicros));
  }
}
