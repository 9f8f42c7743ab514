package io.oriontrail.query;

import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Takes what is usual from the last days' roll-ups and remembers it for some minutes. A timeline is
 * worth more than its baselines: while they cannot be read, the last known ones serve, or none.
 */
final class RollupBaselines implements BaselineSource {
  /** So that a weekend is in it. */
  static final Duration WINDOW = Duration.ofDays(7);

  static final Duration FRESH = Duration.ofMinutes(5);

  /** After a failed reading, the next is tried no sooner. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Known(Baselines baselines, Instant until) {}

  private final RollupReader rollups;
  private final InstantSource clock;
  private final Executor executor;
  private Known known = new Known(Baselines.none(), Instant.MIN);

  /** {@code executor}: where they are read, beside the events. */
  RollupBaselines(RollupReader rollups, InstantSource clock, Executor executor) {
    this.rollups = rollups;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public synchronized CompletableFuture<Baselines> load() {
    return clock.instant().isBefore(known.until())
        ? CompletableFuture.completedFuture(known.baselines())
        : CompletableFuture.supplyAsync(this::read, executor);
  }

  private Baselines read() {
    Instant now = clock.instant();
    try {
      Map<String, Baseline> byStep = new HashMap<>();
      rollups
          .baselines(now.minus(WINDOW), now)
          .forEach(
              (step, usual) ->
                  byStep.put(
                      step, new Baseline(usual.p50Nanos(), usual.p95Nanos(), usual.samples())));
      return remember(Baselines.of(byStep), now.plus(FRESH));
    } catch (StoreException e) {
      return remember(lastKnown(), now.plus(PATIENCE));
    }
  }

  private synchronized Baselines lastKnown() {
    return known.baselines();
  }

  private synchronized Baselines remember(Baselines baselines, Instant until) {
    known = new Known(baselines, until);
    return baselines;
  }
}
