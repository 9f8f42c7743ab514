package io.oriontrail.local.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still unless somebody waits by it. Safe for use by several threads at once. */
final class VirtualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  VirtualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** May go back: invocations that overlap are run one after the other. */
  void set(Instant time) {
    now.set(time);
  }

  void advance(Duration duration) {
    now.updateAndGet(time -> time.plus(duration));
  }
}
