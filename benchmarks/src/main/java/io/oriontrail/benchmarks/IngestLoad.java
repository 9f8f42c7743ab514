package io.oriontrail.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * {@link IngestBenchmark} by the processor time of the whole process, compiler and collector among
 * it: what can be told on a machine that others use, too. Prints a line for each round of ten
 * invocations. Arguments: milliseconds that DynamoDB takes, rounds.
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
    for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
      long cpu = machine.getProcessCpuTime();
      long wall = System.nanoTime();
      for (int i = 0; i < INVOCATIONS; i++) {
        benchmark.event();
      }
      double cpuMicros = (machine.getProcessCpuTime() - cpu) / 1e3 / events;
      double wallMicros = (System.nanoTime() - wall) / 1e3 / events;
      System.out.println(
          String.format(
              Locale.ROOT,
              "%3d: %6.1f us of processor, %6.1f us of time for an event; %,.0f events/s",
              round,
              cpuMicros,
              wallMicros,
              1e6 / wallMicros));
    }
  }
}
