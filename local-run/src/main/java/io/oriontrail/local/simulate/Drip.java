package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The pace of an execution that is to be seen running: something happens every few seconds at
 * first, then ever more rarely, so that it stays open for hours without growing unwieldy, and never
 * so rarely that it would count as stalled (15 minutes without an event).
 */
final class Drip {
  private static final Duration FIRST = Duration.ofSeconds(8);
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final double GROWTH = 1.12;
  private static final Duration IN_ALL = Duration.ofHours(8);

  /** Index of the document that is read at the second try. */
  static final int RETRIED = 2;

  /** From each document to the next. */
  static final List<Duration> GAPS = gaps();

  private Drip() {}

  private static List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    Duration gap = FIRST;
    for (Duration sum = gap; sum.compareTo(IN_ALL) < 0; sum = sum.plus(gap)) {
      gaps.add(gap);
      Duration longer = Dice.times(gap, GROWTH);
      gap = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
    return List.copyOf(gaps);
  }
}
