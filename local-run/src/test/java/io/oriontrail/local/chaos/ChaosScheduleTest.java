package io.oriontrail.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ChaosScheduleTest {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration CALM = Duration.ofSeconds(4);

  private static ChaosSchedule draw(long seed, Duration length) {
    return ChaosSchedule.draw(seed, length, LONGEST, CALM);
  }

  @Test
  void sameSeed_drawsTheSameSchedule_andAnotherAnother() {
    assertThat(draw(7, Duration.ofMinutes(30))).isEqualTo(draw(7, Duration.ofMinutes(30)));
    assertThat(draw(7, Duration.ofMinutes(30))).isNotEqualTo(draw(8, Duration.ofMinutes(30)));
  }

  @Test
  void longerRun_beginsAsTheShorterOneDoes() {
    List<ChaosSchedule.Episode> shorter = draw(3, Duration.ofMinutes(5)).episodes();

    assertThat(draw(3, Duration.ofMinutes(30)).episodes())
        .startsWith(shorter.toArray(new ChaosSchedule.Episode[0]));
  }

  @Test
  void anySeed_fillsItsTimeAndNeverHasAKindTwiceAtOnce() {
    LongStream.range(0, 200)
        .forEach(
            seed -> {
              ChaosSchedule schedule = draw(seed, Duration.ofMinutes(30));
              Duration sum = Duration.ZERO;
              for (ChaosSchedule.Episode episode : schedule.episodes()) {
                sum = sum.plus(episode.length()).plus(CALM);
                assertThat(episode.length())
                    .isBetween(LONGEST.multipliedBy(2).dividedBy(5), LONGEST);
                assertThat(episode.faults()).hasSizeBetween(1, 3);
                assertThat(episode.faults())
                    .extracting(ChaosSchedule.Injection::kind)
                    .doesNotHaveDuplicates();
              }
              assertThat(sum).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
            });
  }

  @Test
  void halfAnHour_hasEveryKindMoreThanOnce() {
    LongStream.range(0, 50)
        .forEach(
            seed -> {
              List<FaultKind> kinds =
                  draw(seed, Duration.ofMinutes(30)).episodes().stream()
                      .flatMap(episode -> episode.faults().stream())
                      .map(ChaosSchedule.Injection::kind)
                      .toList();
              for (FaultKind kind : FaultKind.values()) {
                assertThat(kinds.stream().filter(kind::equals).count())
                    .as(kind.name())
                    .isGreaterThan(5);
              }
            });
  }
}
