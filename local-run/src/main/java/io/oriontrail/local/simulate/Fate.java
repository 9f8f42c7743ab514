package io.oriontrail.local.simulate;

import java.util.List;

/** What befalls an execution; each fate strikes one operation of it, CLEAN none. */
enum Fate {
  /** Nothing goes wrong. */
  CLEAN(0),
  /** An operation fails, is tried again and succeeds. */
  RECOVERED(0.18),
  /** An operation takes many times as long as usual. */
  SLOW(0.06),
  /** A side branch fails for good; the journey ends well without it. */
  DEGRADED(0.04),
  /** A process ends under a run; another one does the work again. */
  CRASHED(0.02),
  /** The end of a run on a side branch is never told; the journey ends well. */
  LOST(0.01),
  /** An operation begins and never ends, and all that waits for it waits for ever. */
  STUCK(0.02),
  /** An operation fails for good and the execution with it. */
  FAILED(0),
  /** The customer hands documents in one by one, for hours. Only on purpose. */
  WAITING(0);

  private final double shareOfTheOthers;

  Fate(double shareOfTheOthers) {
    this.shareOfTheOthers = shareOfTheOthers;
  }

  /** A fate: FAILED in so many of all executions, the others in their shares of the rest. */
  static Fate drawn(Dice dice, double failureRatio) {
    if (dice.chance(failureRatio)) {
      return FAILED;
    }
    double at = dice.fraction();
    for (Fate fate : values()) {
      if (at < fate.shareOfTheOthers) {
        return fate;
      }
      at -= fate.shareOfTheOthers;
    }
    return CLEAN;
  }

  /** Whether it can strike this operation. */
  boolean strikes(Operation operation) {
    return switch (this) {
      case CLEAN -> false;
      case RECOVERED, CRASHED -> operation.isRetried();
      case SLOW -> operation.usual().toMillis() >= 300 && operation.share() == 1;
      case DEGRADED, LOST -> OrionJourney.isSideBranch(operation);
      case STUCK, FAILED -> !operation.optional();
      case WAITING -> operation.step().equals(OrionJourney.CONTAINER);
    };
  }

  /** The operations that it can strike; empty for CLEAN. */
  List<Operation> candidates() {
    return OrionJourney.OPERATIONS.stream().filter(this::strikes).toList();
  }
}
