package io.oriontrail.benchmarks.emitter;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One measurement under load in a JVM of its own: {@code LoadRunner SECTION LINE THREADS}. Prints
 * one row for each figure, tab-separated: section, line, threads, figure, value.
 */
public final class LoadRunner {
  private static final int WARMUP_SECONDS = 3;
  private static final int SECONDS = 3;
  private static final int PACE = 10_000;
  private static final int FAST_PACE = 50_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  private final String section;
  private final String name;
  private final int threads;

  private LoadRunner(String section, String name, int threads) {
    this.section = section;
    this.name = name;
    this.threads = threads;
  }

  /** See the class. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: LoadRunner SECTION LINE THREADS");
      System.exit(2);
    }
    new LoadRunner(args[0], args[1], Integer.parseInt(args[2])).run();
    System.exit(0); // some peers leave threads behind
  }

  private void run() throws InterruptedException {
    switch (section) {
      case "paced" -> latency(Downstream.Mode.NULL);
      case "slow-20ms" -> slow();
      case "lossless" -> lossless();
      case "flat-out" -> flatOut();
      default -> latency(Downstream.Mode.valueOf(section.toUpperCase(Locale.ROOT)));
    }
  }

  private void latency(Downstream.Mode mode) throws InterruptedException {
    try (Line line = Lines.open(name, mode)) {
      Load load = new Load(line, Load.Kind.PACED, threads, PACE);
      Load.Result result = load.run(WARMUP_SECONDS, SECONDS);
      print(result.nanos());
    }
  }

  private void slow() throws InterruptedException {
    try (Line line = Lines.open(name, Downstream.Mode.SLOW)) {
      Load load = new Load(line, Load.Kind.PACED, threads, FAST_PACE / threads);
      print(load.run(WARMUP_SECONDS, 2 * SECONDS).nanos());
      print("lost-percent", lostPercent(line, load));
    }
  }

  private void lossless() throws InterruptedException {
    try (Line line = Lines.open(name, Downstream.Mode.NULL)) {
      Load load = new Load(line, Load.Kind.LOSSLESS, threads, 1);
      Load.Result result = load.run(WARMUP_SECONDS, SECONDS);
      print("events-per-second", result.arrived() / result.seconds());
      print("cpu-nanos-per-event", (double) result.cpuNanos() / result.arrived());
      print("lost-percent", lostPercent(line, load));
    }
  }

  private void flatOut() throws InterruptedException {
    try (Line line = Lines.open(name, Downstream.Mode.NULL)) {
      Load.Result result =
          new Load(line, Load.Kind.FLAT_OUT, threads, 1).run(WARMUP_SECONDS, SECONDS);
      print(result.nanos());
      print("offered-per-second", result.emitted() / result.seconds());
      print("events-per-second", result.arrived() / result.seconds());
    }
  }

  /** After the line has had time to catch up. */
  private static double lostPercent(Line line, Load load) {
    long end = System.nanoTime() + PATIENCE;
    while (line.arrived() < load.emitted() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return 100.0 * (load.emitted() - line.arrived()) / load.emitted();
  }

  private void print(Histogram nanos) {
    print("p50", nanos.getValueAtPercentile(50));
    print("p99", nanos.getValueAtPercentile(99));
    print("p99.9", nanos.getValueAtPercentile(99.9));
    print("max", nanos.getMaxValue());
  }

  private void print(String figure, double value) {
    System.out.printf(Locale.ROOT, "%s\t%s\t%d\t%s\t%.3f%n", section, name, threads, figure, value);
  }
}
