package io.oriontrail.local.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that goes on by itself, each act at its time, on one daemon thread of its own. Safe
 * for use by several threads at once.
 */
public final class LiveSimulation implements AutoCloseable {
  /** Short enough to notice soon that the clock was set. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Player player;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  private LiveSimulation(Player player, InstantSource clock) {
    this.player = player;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("orion-simulator").unstarted(this::play);
  }

  static LiveSimulation start(Player player, InstantSource clock) {
    LiveSimulation simulation = new LiveSimulation(player, clock);
    simulation.thread.start();
    return simulation;
  }

  /** What has been played so far. Does not block. */
  public SimulationCounts counts() {
    return player.counts();
  }

  /**
   * Blocks until all is played, or for that long.
   *
   * @return whether all is played
   * @throws IllegalStateException if the simulation broke off; the cause says why
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    boolean ended = thread.join(atMost);
    RuntimeException cause = failure;
    if (cause != null) {
      throw new IllegalStateException("the simulation broke off: " + cause.getMessage(), cause);
    }
    return ended && closing.getCount() > 0;
  }

  /**
   * Stops where it is: what runs now stays open for ever. Blocks until the act under way is done, 5
   * seconds at most.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void play() {
    try {
      while (closing.getCount() > 0) {
        Instant next = player.playUntil(clock.instant());
        if (next == null || pausedUntil(next)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Whether it was told to stop meanwhile. */
  private boolean pausedUntil(Instant next) throws InterruptedException {
    Duration ahead = Duration.between(clock.instant(), next);
    Duration pause = ahead.compareTo(LONGEST_PAUSE) < 0 ? ahead : LONGEST_PAUSE;
    return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }
}
