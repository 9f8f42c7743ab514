package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FateTest {
  private static final int DRAWS = 20_000;

  @Test
  void drawn_manyTimes_failsInTheRatioAskedFor() {
    Map<Fate, Integer> drawn = drawn(0.25);

    assertThat(share(drawn, Fate.FAILED)).isCloseTo(0.25, within(0.01));
    assertThat(share(drawn, Fate.RECOVERED)).isCloseTo(0.75 * 0.18, within(0.01));
    assertThat(share(drawn, Fate.STUCK)).isCloseTo(0.75 * 0.02, within(0.005));
    assertThat(share(drawn, Fate.CLEAN)).isCloseTo(0.75 * 0.67, within(0.015));
  }

  @Test
  void drawn_manyTimes_everyFateButWaitingOccurs() {
    assertThat(drawn(0.08).keySet())
        .containsExactlyInAnyOrder(
            Fate.CLEAN,
            Fate.RECOVERED,
            Fate.SLOW,
            Fate.DEGRADED,
            Fate.CRASHED,
            Fate.LOST,
            Fate.STUCK,
            Fate.FAILED);
  }

  @Test
  void drawn_ratioAtItsEnds_noneOrAllFail() {
    assertThat(drawn(0)).doesNotContainKey(Fate.FAILED);
    assertThat(drawn(1)).containsOnlyKeys(Fate.FAILED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLEAN")
  void candidates_ofEveryFateThatStrikes_areNotEmpty(Fate fate) {
    assertThat(fate.candidates()).isNotEmpty();
  }

  private static Map<Fate, Integer> drawn(double failureRatio) {
    Dice dice = Dice.of(5);
    Map<Fate, Integer> drawn = new EnumMap<>(Fate.class);
    for (int i = 0; i < DRAWS; i++) {
      drawn.merge(Fate.drawn(dice, failureRatio), 1, Integer::sum);
    }
    return drawn;
  }

  private static double share(Map<Fate, Integer> drawn, Fate fate) {
    return drawn.getOrDefault(fate, 0) / (double) DRAWS;
  }
}
