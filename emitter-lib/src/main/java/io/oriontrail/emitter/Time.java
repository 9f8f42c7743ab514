package io.oriontrail.emitter;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks: what happened when is told by the wall clock, how long something takes and when
 * the emitter acts by the monotonic one, which no clock adjustment moves.
 */
record Time(LongSupplier monotonic, InstantSource wall) {
  static final Time SYSTEM = new Time(System::nanoTime, InstantSource.system());

  long nanos() {
    return monotonic.getAsLong();
  }
}
