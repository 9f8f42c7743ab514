package io.oriontrail.local.simulate;

/**
 * What to simulate.
 *
 * @param seed the same seed gives the same accounts going through the same things
 * @param accounts how many customers apply, 1 or more; {@link #UNLIMITED} for no end
 * @param rate executions that start in a second when played live, above 0 and at most {@value
 *     #MAX_RATE}; history ignores it
 * @param failureRatio share of the executions that fail, 0 to 1
 */
public record SimulatorSettings(long seed, int accounts, double rate, double failureRatio) {
  /** As many accounts as come until the simulation is stopped. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public static final double MAX_RATE = 10_000;

  /** The demo: 300 accounts, 2 executions a second, 8 % of them failing. */
  public static final SimulatorSettings DEFAULTS = new SimulatorSettings(42, 300, 2, 0.08);

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException if one is out of range; it names the field and the value
   */
  public SimulatorSettings {
    require(accounts >= 1, "accounts", accounts, "must be 1 or more");
    require(rate > 0 && rate <= MAX_RATE, "rate", rate, "must be above 0 and at most " + MAX_RATE);
    require(failureRatio >= 0 && failureRatio <= 1, "failureRatio", failureRatio, "must be 0 to 1");
  }

  private static void require(boolean legal, String field, Number value, String rule) {
    if (!legal) {
      throw new IllegalArgumentException(field + " " + rule + "; it is " + value);
    }
  }
}
