package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void limit_withEachRetry_doublesUpToTheCap() {
    Backoff longest =
        new Backoff(Duration.ofMillis(25), Duration.ofSeconds(1), LongUnaryOperator.identity());

    assertThat(IntStream.of(0, 1, 2, 5, 6, 1_000_000).mapToObj(longest::before))
        .containsExactly(
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(800),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
  }

  @Test
  void waits_ofManyCallers_spreadFromNothingToTheLimit() {
    Backoff backoff = Backoff.create();

    long[] waits =
        IntStream.range(0, 10_000).mapToLong(i -> backoff.before(3).toNanos()).sorted().toArray();

    long limit = Duration.ofMillis(200).toNanos();
    assertThat(waits[0]).isBetween(0L, limit / 100);
    assertThat(waits[5_000]).isBetween(limit * 4 / 10, limit * 6 / 10);
    assertThat(waits[9_999]).isBetween(limit * 99 / 100, limit);
  }
}
