package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Draws that follow from a seed alone, on every machine alike: {@link Random} and {@link
 * StrictMath} are specified to the bit. Not safe for use by several threads at once.
 */
final class Dice {
  /** Draws this far from the median would look like errors of the simulation. */
  private static final double GREATEST_FACTOR = 6;

  private final Random random;

  private Dice(long seed) {
    this.random = new Random(seed);
  }

  /** Dice for one purpose: the same parts give the same draws, other parts give unrelated ones. */
  static Dice of(long seed, long... parts) {
    long mixed = mix(seed);
    for (long part : parts) {
      mixed = mix(mixed ^ mix(part));
    }
    return new Dice(mixed);
  }

  /** The finalizer of SplitMix64, so that neighbouring numbers give unrelated seeds. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0 to below 1. */
  double fraction() {
    return random.nextDouble();
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** That many lower-case hexadecimal digits; an even number of them. */
  String hex(int digits) {
    byte[] bytes = new byte[digits / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A log-normal draw, as durations of real services are: half of all lie below the median, and a
   * {@code spread} of 0.5 puts 95 % below 2.3 times the median. To the microsecond, never 0.
   */
  Duration around(Duration median, double spread) {
    double factor = StrictMath.exp(spread * random.nextGaussian());
    double bounded = Math.clamp(factor, 1 / GREATEST_FACTOR, GREATEST_FACTOR);
    return times(median, bounded);
  }

  /** The time to the next of events that come at random, so many a second. */
  Duration untilNext(double perSecond) {
    double seconds = -StrictMath.log(1 - random.nextDouble()) / perSecond;
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** To the microsecond, never 0. */
  static Duration times(Duration duration, double factor) {
    long micros = Math.max(1, (long) (duration.toNanos() / 1_000.0 * factor));
    return Duration.ofNanos(micros * 1_000);
  }
}
