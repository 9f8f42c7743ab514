package io.oriontrail.emitter;

import java.time.Duration;
import java.time.Instant;

/** Both clocks, moved by hand. */
final class ManualTime {
  private long nanos = Long.MAX_VALUE - 1_000; // monotonic clocks may overflow: they do here
  private Instant wall = Instant.parse("2026-11-22T10:15:30Z");

  private Runnable onWall = () -> {};

  /** Runs this the next time, and only then, that somebody asks for the wall clock. */
  synchronized void whenWallIsAsked(Runnable once) {
    onWall = once;
  }

  Time time() {
    return new Time(this::nanos, this::wall);
  }

  private synchronized long nanos() {
    return nanos;
  }

  private synchronized Instant wall() {
    Runnable once = onWall;
    onWall = () -> {};
    once.run();
    return wall;
  }

  synchronized void pass(Duration duration) {
    nanos += duration.toNanos();
    wall = wall.plus(duration);
  }

  /** Somebody sets the wall clock; the monotonic one knows nothing of it. */
  synchronized void setWall(Instant instant) {
    wall = instant;
  }
}
