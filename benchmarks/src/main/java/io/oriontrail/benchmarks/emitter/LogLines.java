package io.oriontrail.benchmarks.emitter;

/** What the two logging lines have in common: the sample as one line of log. */
final class LogLines {
  static final String PATTERN =
      "ended step={} account={} execution={} run={} nanos={} provider={} region={}"
          + " request={}";

  /** Encoded lines that go to the downstream in one call. */
  static final int BATCH = 512;

  private static final Object[][] ARGUMENTS = new Object[Samples.COUNT][];

  static {
    for (int i = 0; i < Samples.COUNT; i++) {
      Samples.Pieces pieces = Samples.pieces(i);
      ARGUMENTS[i] =
          new Object[] {
            pieces.step(),
            pieces.account(),
            pieces.execution(),
            pieces.runId(),
            pieces.durationNanos(),
            pieces.provider(),
            pieces.region(),
            pieces.request()
          };
    }
  }

  private LogLines() {}

  static Object[] arguments(int number) {
    return ARGUMENTS[number & (Samples.COUNT - 1)];
  }

  /** Gathers lines to batches; belongs to the one thread that appends. */
  static final class Batch {
    private final Downstream downstream;
    private int lines;
    private long bytes;

    Batch(Downstream downstream) {
      this.downstream = downstream;
    }

    /** {@code last}: nothing more waits behind it. */
    void add(int size, boolean last) {
      lines++;
      bytes += size;
      if (lines >= BATCH || last) {
        int count = lines;
        lines = 0;
        long sum = bytes;
        bytes = 0;
        try {
          downstream.take(count, sum);
        } catch (Downstream.RefusedException e) {
          // As loggers have it: what the target does not take is lost.
        }
      }
    }
  }
}
