package io.oriontrail.benchmarks.emitter;

/**
 * One way to hand the sample events over, with all that lies behind it up to a {@link Downstream}.
 * Queues hold {@link #ROOM} events in every line.
 */
interface Line extends AutoCloseable {
  /** Events that may wait, the emitter's default; rounded down where a power of two is needed. */
  int ROOM = 1 << 17;

  /** Hands over the sample with this number; any thread may, and it does not wait. */
  void emit(int number);

  /** Events that the downstream has taken so far. */
  long arrived();

  /** Events that may be under way if none is to be lost: a quarter of the room. */
  default int window() {
    return ROOM / 4;
  }

  @Override
  void close();
}
