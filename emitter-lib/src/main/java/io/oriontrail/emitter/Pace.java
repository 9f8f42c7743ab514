package io.oriontrail.emitter;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How many requests may be under way, and when the next may start. While requests fail it lets one
 * small one through at a time, ever more rarely; after the first success it opens up again step by
 * step. Belongs to the sending thread.
 */
final class Pace {
  static final long BASE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  static final long CAP_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Without permission or stream only people can help: no use in asking often. */
  private static final long DENIED_BASE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long DENIED_CAP_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_DOUBLINGS = 20;

  private final int maxInFlight;
  private final RandomGenerator random;
  private int limit;
  private int failures;
  private long failingSince;
  private long lastFailureAt;
  private long resumeAt;
  private long recoveredAt;

  Pace(int maxInFlight, RandomGenerator random, long now) {
    this.maxInFlight = maxInFlight;
    this.random = random;
    this.limit = maxInFlight;
    this.resumeAt = now;
    this.recoveredAt = now;
  }

  /** Full jitter: anything up to the bound, which doubles with every failure up to the cap. */
  static long backoff(int failures, long base, long cap, RandomGenerator random) {
    long bound = Math.min(cap, base << Math.min(failures - 1, MAX_DOUBLINGS));
    return random.nextLong(bound) + 1;
  }

  boolean mayStart(int inFlight, long now) {
    return inFlight < limit && now - resumeAt >= 0;
  }

  /** Records a request may hold at most. */
  int recordLimit(int usual) {
    return isFailing() ? 1 : usual;
  }

  void succeeded(long now) {
    recover(now);
    limit = Math.min(maxInFlight, limit * 2);
  }

  /** Part of a request was throttled, the rest passed. */
  void throttled(long now) {
    recover(now);
    limit = Math.max(1, limit / 2);
  }

  private void recover(long now) {
    if (isFailing()) {
      recoveredAt = now;
      failures = 0;
    }
  }

  /** Whether this was before the last outage ended, or one is going on. */
  boolean isBeforeRecovery(long time) {
    return isFailing() || time - recoveredAt < 0;
  }

  /** A request that began at {@code startedAt} failed as a whole. */
  void failed(long startedAt, long now, boolean denied) {
    if (isFailing() && startedAt - lastFailureAt < 0) {
      return; // it was under way when the trouble began: no news
    }
    if (!isFailing()) {
      failingSince = now;
    }
    failures++;
    limit = 1;
    lastFailureAt = now;
    resumeAt =
        now
            + (denied
                ? backoff(failures, DENIED_BASE_NANOS, DENIED_CAP_NANOS, random)
                : backoff(failures, BASE_NANOS, CAP_NANOS, random));
  }

  boolean isFailing() {
    return failures > 0;
  }

  /** Whether every request has failed for longer than this. */
  boolean isFailingLongerThan(long nanos, long now) {
    return isFailing() && now - failingSince > nanos;
  }

  /** Nanoseconds until a request may start. */
  long pause(long now) {
    return Math.max(0, resumeAt - now);
  }
}
