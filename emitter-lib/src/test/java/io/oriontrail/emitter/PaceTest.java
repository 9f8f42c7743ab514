package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Pace pace = new Pace(4, random, 0);

  @Test
  void backoff_anyFailureCount_isJitterBetweenNothingAndTheBound() {
    long cap = Duration.ofSeconds(5).toNanos();
    for (int failures = 1; failures < 100; failures++) {
      long bound = Math.min(cap, Duration.ofMillis(50).toNanos() << Math.min(failures - 1, 20));
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 500; i++) {
        long pause = Pace.backoff(failures, Pace.BASE_NANOS, Pace.CAP_NANOS, random);
        least = Math.min(least, pause);
        most = Math.max(most, pause);
      }
      assertThat(least).isBetween(1L, bound / 10);
      assertThat(most).isBetween(bound * 9 / 10, bound);
    }
  }

  @Test
  void failed_request_leavesOneSmallProbeAtATime() {
    assertThat(pace.mayStart(3, 0)).isTrue();
    assertThat(pace.mayStart(4, 0)).isFalse();
    assertThat(pace.recordLimit(500)).isEqualTo(500);
    pace.failed(0, 10, false);
    long later = 10 + Pace.CAP_NANOS;
    assertThat(pace.mayStart(0, later)).isTrue();
    assertThat(pace.mayStart(1, later)).isFalse();
    assertThat(pace.recordLimit(500)).isEqualTo(1);
    assertThat(pace.isFailing()).isTrue();
  }

  @Test
  void succeeded_afterFailures_opensUpStepByStep() {
    pace.failed(0, 10, false);
    long later = 10 + Pace.CAP_NANOS;
    int[] limits = {2, 4, 4};
    for (int limit : limits) {
      pace.succeeded(later);
      assertThat(pace.mayStart(limit - 1, later)).isTrue();
      assertThat(pace.mayStart(limit, later)).isFalse();
    }
    assertThat(pace.isFailing()).isFalse();
  }

  @Test
  void failed_requestsOfOneOutage_countOnce() {
    pace.failed(0, 10, false);
    long pause = pace.pause(10);
    pace.failed(5, 11, false); // began before the first failed
    assertThat(pace.pause(10)).isEqualTo(pause);
    assertThat(pause).isLessThanOrEqualTo(Pace.BASE_NANOS);
  }

  @Test
  void failingLongerThan_countsFromTheFirstFailure() {
    pace.failed(0, 10, false);
    pace.failed(20, 1_000, false);
    assertThat(pace.isFailingLongerThan(990, 1_000)).isFalse();
    assertThat(pace.isFailingLongerThan(990, 1_001)).isTrue();
    pace.succeeded(1_500);
    assertThat(pace.isFailingLongerThan(0, 2_000)).isFalse();
  }
}
