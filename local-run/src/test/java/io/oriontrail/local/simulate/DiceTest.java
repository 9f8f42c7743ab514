package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DiceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void dice_sameParts_sameDraws() {
    assertThat(draws(Dice.of(7, 1, 2))).isEqualTo(draws(Dice.of(7, 1, 2)));
  }

  @Test
  void dice_anyOtherPart_otherDraws() {
    List<String> draws =
        Stream.of(Dice.of(7, 1, 2), Dice.of(8, 1, 2), Dice.of(7, 2, 1), Dice.of(7, 1), Dice.of(7))
            .map(dice -> dice.hex(16))
            .toList();

    assertThat(draws).doesNotHaveDuplicates();
  }

  @Test
  void dice_neighbouringSeeds_unrelatedFirstDraws() {
    double mean = IntStream.range(0, 10_000).mapToDouble(i -> Dice.of(i).fraction()).sum() / 10_000;

    assertThat(mean).isCloseTo(0.5, within(0.02));
  }

  @Test
  void around_manyDraws_logNormalAboutTheMedian() {
    Dice dice = Dice.of(1);
    double[] seconds =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> dice.around(SECOND, 0.5).toNanos() / 1e9)
            .sorted()
            .toArray();

    assertThat(seconds[10_000]).isCloseTo(1, within(0.03));
    assertThat(seconds[19_000]).isCloseTo(Math.exp(0.5 * 1.645), within(0.1));
    assertThat(seconds[1_000]).isCloseTo(Math.exp(-0.5 * 1.645), within(0.03));
  }

  @Test
  void around_wideSpread_staysWithinSixfold() {
    Dice dice = Dice.of(1);

    assertThat(IntStream.range(0, 5_000).mapToObj(i -> dice.around(SECOND, 3)))
        .allMatch(drawn -> drawn.compareTo(Duration.ofSeconds(6)) <= 0)
        .allMatch(drawn -> drawn.compareTo(SECOND.dividedBy(6).minusNanos(1_000)) >= 0)
        .allMatch(drawn -> drawn.toNanos() % 1_000 == 0);
  }

  @Test
  void times_tinyProduct_isNeverZero() {
    assertThat(Dice.times(Duration.ofNanos(1), 0.001)).isEqualTo(Duration.ofNanos(1_000));
  }

  @Test
  void untilNext_manyDraws_meanIsTheRate() {
    Dice dice = Dice.of(1);
    double sum =
        IntStream.range(0, 20_000).mapToDouble(i -> dice.untilNext(4).toNanos() / 1e9).sum();

    assertThat(sum / 20_000).isCloseTo(0.25, within(0.01));
  }

  @Test
  void between_manyDraws_reachesBothEnds() {
    Dice dice = Dice.of(1);

    assertThat(IntStream.range(0, 200).map(i -> dice.between(2, 4)).distinct().sorted().toArray())
        .containsExactly(2, 3, 4);
  }

  private static List<Object> draws(Dice dice) {
    return List.of(
        dice.fraction(),
        dice.hex(32),
        dice.between(0, 99),
        dice.around(SECOND, 0.4),
        dice.chance(0.5));
  }
}
