package io.oriontrail.local.simulate;

/**
 * What an operation goes through in one execution.
 *
 * @param failures attempts that fail, from the first on
 * @param crashes whether they fail because their process ends
 * @param endless whether the attempt after those never ends
 * @param awaited whether the journey waits for that end
 * @param slowdown factor on the duration of the attempt that succeeds
 */
record Ordeal(int failures, boolean crashes, boolean endless, boolean awaited, double slowdown) {

  static final Ordeal NONE = new Ordeal(0, false, false, true, 1);
  static final Ordeal ONE_FAILURE = new Ordeal(1, false, false, true, 1);

  static Ordeal of(Fate fate, Operation operation, Dice dice) {
    return switch (fate) {
      case CLEAN, WAITING -> NONE;
      case RECOVERED ->
          new Ordeal(dice.between(1, operation.maxAttempts() - 1), false, false, true, 1);
      case SLOW -> new Ordeal(0, false, false, true, 8 + 8 * dice.fraction());
      case DEGRADED, FAILED -> new Ordeal(operation.maxAttempts(), false, false, true, 1);
      case CRASHED -> new Ordeal(1, true, false, true, 1);
      case LOST -> new Ordeal(0, false, true, false, 1);
      case STUCK -> new Ordeal(0, false, true, true, 1);
    };
  }
}
