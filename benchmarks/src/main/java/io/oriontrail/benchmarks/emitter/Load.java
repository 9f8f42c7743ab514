package io.oriontrail.benchmarks.emitter;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Threads that emit into a line, in one of three ways, and what came of it. */
final class Load implements AutoCloseable {
  /** How the threads go about it. */
  enum Kind {
    /** So many calls a second each, every call timed. */
    PACED,
    /** As fast as they can, every call timed, whether or not the line can follow. */
    FLAT_OUT,
    /** As fast as the line can follow: they wait while too much is under way. */
    LOSSLESS
  }

  /** What happened between two moments. */
  record Result(Histogram nanos, long emitted, long arrived, double seconds, long cpuNanos) {}

  private static final int CHECK_EVERY = 64;
  private static final int PADDING = 16;
  private static final long HIGHEST = TimeUnit.SECONDS.toNanos(20);

  private final Line line;
  private final Kind kind;
  private final int threads;
  private final long interval;
  private final AtomicLongArray emitted;
  private volatile boolean measuring;
  private volatile boolean over;

  /** {@code rate}: calls a second and thread, for {@link Kind#PACED}. */
  Load(Line line, Kind kind, int threads, int rate) {
    this.line = line;
    this.kind = kind;
    this.threads = threads;
    this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
    this.emitted = new AtomicLongArray(PADDING * (threads + 1));
  }

  /** Warms up, then measures; the line stays open. */
  Result run(int warmupSeconds, int seconds) throws InterruptedException {
    List<Histogram> histograms = new ArrayList<>();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Histogram histogram = new Histogram(1, HIGHEST, 3);
      histograms.add(histogram);
      int place = PADDING * (i + 1);
      int first = i * Samples.COUNT / threads;
      Thread thread = new Thread(() -> work(place, first, histogram), "producer-" + i);
      all.add(thread);
      thread.start();
    }
    Thread.sleep(TimeUnit.SECONDS.toMillis(warmupSeconds));
    long emittedBefore = emitted();
    long arrivedBefore = line.arrived();
    long cpuBefore = cpuNanos();
    long began = System.nanoTime();
    measuring = true;
    Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
    measuring = false;
    double took = (System.nanoTime() - began) / 1e9;
    long cpu = cpuNanos() - cpuBefore;
    long arrived = line.arrived() - arrivedBefore;
    long emittedThen = emitted() - emittedBefore;
    close();
    Histogram sum = new Histogram(1, HIGHEST, 3);
    for (int i = 0; i < threads; i++) {
      all.get(i).join();
      sum.add(histograms.get(i));
    }
    return new Result(sum, emittedThen, arrived, took, cpu);
  }

  /** All events emitted so far. */
  long emitted() {
    long sum = 0;
    for (int i = 1; i <= threads; i++) {
      sum += emitted.get(PADDING * i);
    }
    return sum;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void work(int place, int first, Histogram histogram) {
    switch (kind) {
      case PACED -> paced(place, first, histogram);
      case FLAT_OUT -> flatOut(place, first, histogram);
      case LOSSLESS -> lossless(place, first);
    }
  }

  private void paced(int place, int first, Histogram histogram) {
    int number = first;
    long due = System.nanoTime();
    while (!over) {
      due += interval;
      long now = System.nanoTime();
      while (now < due) {
        Thread.onSpinWait();
        now = System.nanoTime();
      }
      line.emit(number++);
      long took = System.nanoTime() - now;
      if (measuring) {
        histogram.recordValue(Math.min(took, HIGHEST));
      }
      emitted.lazySet(place, number - first);
    }
  }

  private void flatOut(int place, int first, Histogram histogram) {
    int number = first;
    long before = System.nanoTime();
    while (!over) {
      line.emit(number++);
      long now = System.nanoTime();
      if (measuring) {
        histogram.recordValue(Math.min(now - before, HIGHEST));
        before = System.nanoTime();
      } else {
        before = now;
      }
      emitted.lazySet(place, number - first);
    }
  }

  private void lossless(int place, int first) {
    int number = first;
    int window = line.window();
    while (!over) {
      for (int i = 0; i < CHECK_EVERY; i++) {
        line.emit(number++);
      }
      emitted.lazySet(place, number - first);
      while (!over && emitted() - line.arrived() > window) {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    over = true;
  }
}
