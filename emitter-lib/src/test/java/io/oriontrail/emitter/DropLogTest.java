package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.SendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E13: one line a minute for each reason, and never more. */
final class DropLogTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final List<String> lines = new ArrayList<>();
  private final EventQueue queue = new EventQueue(8, 1 << 20);
  private final Counters counters = new Counters(queue);
  private final DropLog log = new DropLog(new ListLogger(lines), "stream orion-events");

  @Test
  void report_manyDrops_oneLineAMinuteForEachReason() {
    for (int second = 0; second < 150; second++) {
      counters.refuse(DropReason.BUFFER_FULL);
      counters.giveUp(DropReason.EXPIRED, 10);
      log.report(counters, second * MINUTE / 60);
    }
    assertThat(lines)
        .containsExactly(
            "WARN 1 events dropped: BUFFER_FULL (to stream orion-events)",
            "WARN 10 events dropped: EXPIRED (to stream orion-events)",
            "WARN 60 events dropped: BUFFER_FULL (to stream orion-events)",
            "WARN 600 events dropped: EXPIRED (to stream orion-events)",
            "WARN 60 events dropped: BUFFER_FULL (to stream orion-events)",
            "WARN 600 events dropped: EXPIRED (to stream orion-events)");
    log.reportAll(counters);
    assertThat(lines.get(6))
        .isEqualTo("WARN 319 more events dropped until the end (to stream orion-events)");
  }

  @Test
  void report_nothingDropped_saysNothing() {
    for (int i = 0; i < 10; i++) {
      log.report(counters, i * MINUTE);
    }
    log.reportAll(counters);
    assertThat(lines).isEmpty();
  }

  @Test
  void report_invalidEvent_namesTheFieldButNoContent() {
    counters.refuse(DropReason.INVALID);
    log.invalid("step");
    log.report(counters, 0);
    assertThat(lines.get(0)).contains("INVALID, the latest for its field 'step'");
  }

  @Test
  void report_failedRequests_oneLineAMinute() {
    for (int second = 0; second < 61; second++) {
      log.requestFailed(new SendException(SendException.Kind.DENIED, "not allowed", null));
      log.report(counters, second * MINUTE / 60);
    }
    assertThat(lines)
        .containsExactly(
            "WARN 1 requests failed, the latest: DENIED: not allowed (to stream orion-events)",
            "WARN 60 requests failed, the latest: DENIED: not allowed (to stream orion-events)");
  }

  @Test
  void report_loggerThatThrows_isSurvived() {
    DropLog broken =
        new DropLog(
            new ListLogger(lines) {
              private static final long serialVersionUID = 1L;

              @Override
              public boolean isWarnEnabled() {
                throw new IllegalStateException("broken appender");
              }
            },
            "x");
    counters.refuse(DropReason.BUFFER_FULL);
    broken.report(counters, 0);
    assertThat(lines).isEmpty();
  }
}
