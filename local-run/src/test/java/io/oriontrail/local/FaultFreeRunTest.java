package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class FaultFreeRunTest {
  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

  private static List<StepEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                StepEvent.started(ExecutionKey.of("a", "e" + i), "S", TIME)
                    .attributes(Map.of("note", "n".repeat(200)))
                    .build())
        .toList();
  }

  /** Half an hour of chaos has more events than fit into an emitter's buffer at once. */
  @Test
  void moreEventsThanFitIntoTheBuffer_areAllDelivered() {
    Thread emitting = Thread.currentThread();
    RecordSender sender =
        records -> {
          // Nothing goes out before the emitting thread has paused: the buffer is as full as it
          // gets.
          while (emitting.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          return Collections.nCopies(records.size(), RecordSender.Outcome.STORED);
        };
    try (OrionEmitter emitter = OrionEmitter.builder().sender(sender).shutdownHook(false).build()) {
      FaultFreeRun.emitAll(emitter, events(60_000));

      assertThat(emitter.stats().delivered()).isEqualTo(60_000);
      assertThat(emitter.stats().dropped()).isZero();
    }
  }

  @Test
  void eventThatIsNotDelivered_isTold() {
    RecordSender sender =
        records -> Collections.nCopies(records.size(), RecordSender.Outcome.STORED);
    try (OrionEmitter emitter =
        OrionEmitter.builder().sender(sender).shutdownHook(false).enabled(false).build()) {
      assertThatThrownBy(() -> FaultFreeRun.emitAll(emitter, events(3)))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("offered 3 events; delivered 0");
      emitter.close(Duration.ofSeconds(1));
    }
  }
}
