package io.oriontrail.local.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What goes wrong and for how long, in which order; all of it follows from the seed. Every kind
 * comes once before one comes again. Immutable.
 *
 * @param episodes one after the other, each followed by a calm in which the line has to recover
 */
public record ChaosSchedule(long seed, List<Episode> episodes) {
  private static final int MOST_AT_ONCE = 3;
  private static final double LEAST_SHARE = 0.4;

  public ChaosSchedule {
    episodes = List.copyOf(episodes);
  }

  /**
   * Some faults at once.
   *
   * @param number from 1
   * @param length until all of them are over
   */
  public record Episode(int number, Duration length, List<Injection> faults) {
    public Episode {
      faults = List.copyOf(faults);
    }

    @Override
    public String toString() {
      return "%d. %.1f s: %s"
          .formatted(
              number,
              length.toMillis() / 1e3,
              faults.stream()
                  .map(fault -> fault.kind().name() + fault.strength())
                  .collect(Collectors.joining(", ")));
    }
  }

  /**
   * One of them.
   *
   * @param percent how hard it strikes, from 30 to 100: a share of the requests, of the most that a
   *     delay takes, or whatever its kind makes of it
   * @param seed of the choices within it
   */
  public record Injection(FaultKind kind, int percent, long seed) {
    String strength() {
      return " (" + percent + " %)";
    }
  }

  /**
   * Draws a schedule that takes about so long.
   *
   * @param longest episode; the shortest takes two fifths of that
   * @param calm what is reckoned for the recovery behind each
   */
  public static ChaosSchedule draw(long seed, Duration length, Duration longest, Duration calm) {
    Random random = new Random(seed);
    Deque<FaultKind> deck = new ArrayDeque<>();
    List<Episode> episodes = new ArrayList<>();
    Duration left = length;
    while (left.compareTo(longest.plus(calm)) >= 0) {
      double share = LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble();
      Duration lasts = Duration.ofMillis(Math.round(longest.toMillis() * share));
      List<Injection> faults = new ArrayList<>();
      int count = 1 + random.nextInt(MOST_AT_ONCE);
      while (faults.size() < count) {
        FaultKind kind = next(deck, random);
        if (faults.stream().noneMatch(fault -> fault.kind() == kind)) {
          faults.add(new Injection(kind, 30 + random.nextInt(71), random.nextLong()));
        }
      }
      episodes.add(new Episode(episodes.size() + 1, lasts, faults));
      left = left.minus(lasts).minus(calm);
    }
    return new ChaosSchedule(seed, episodes);
  }

  private static FaultKind next(Deque<FaultKind> deck, Random random) {
    if (deck.isEmpty()) {
      List<FaultKind> all = new ArrayList<>(Arrays.asList(FaultKind.values()));
      Collections.shuffle(all, random);
      deck.addAll(all);
    }
    return deck.removeFirst();
  }
}
