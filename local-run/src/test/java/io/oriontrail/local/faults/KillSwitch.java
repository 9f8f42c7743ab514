package io.oriontrail.local.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the steps of an invocation at which it could be killed, and kills it at one of them: from
 * then on nothing it does has an effect any more. Safe for use by several threads at once.
 */
final class KillSwitch {
  private final List<String> steps = new ArrayList<>();
  private int killAt = Integer.MAX_VALUE;
  private int passed;
  private boolean dead;

  /** Kills at the {@code step}-th step from now, from 1. */
  synchronized void arm(int step) {
    passed = 0;
    killAt = step;
  }

  synchronized void disarm() {
    arm(Integer.MAX_VALUE);
  }

  /** A new sandbox takes over. */
  synchronized void revive() {
    dead = false;
  }

  synchronized boolean isDead() {
    return dead;
  }

  /** The steps passed so far, by name. */
  synchronized List<String> steps() {
    return List.copyOf(steps);
  }

  /**
   * A point at which the sandbox can die.
   *
   * @throws Killed if it does, or is dead already
   */
  synchronized void step(String where) {
    if (!dead) {
      steps.add(where);
      dead = ++passed >= killAt;
      if (dead) {
        killAt = Integer.MAX_VALUE;
      }
    }
    if (dead) {
      throw new Killed(where);
    }
  }
}
