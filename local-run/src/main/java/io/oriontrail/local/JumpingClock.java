package io.oriontrail.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** This machine's clock, so far off as it is told. Safe for use by several threads at once. */
final class JumpingClock implements InstantSource {
  private volatile Duration off = Duration.ZERO;

  /** From now on it stands so far from the real time. */
  void jump(Duration fromRealTime) {
    off = fromRealTime;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(off);
  }
}
