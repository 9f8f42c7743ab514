package io.oriontrail.emitter.micrometer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oriontrail.emitter.DropReason;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.SpoolStats;
import io.oriontrail.emitter.testing.RecordingEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmitterMetricsTest {

  @Test
  void meters_ofAnEmitter_tellWhatItsStatsTell() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (RecordingEmitter recording = RecordingEmitter.of(OrionEmitter.builder().sampleRate(0.5))) {
      OrionEmitter emitter = recording.emitter();
      new EmitterMetrics(emitter, Tags.of("stream", "orion")).bindTo(registry);
      emitter.execution("acct-42", "exec-7").run("S", () -> {});
      emitter.execution("acct-42", "exec-8").run("S", () -> {}); // not kept
      emitter.execution("acct#42", "exec-7").started(); // not legal
      emitter.flush(Duration.ofSeconds(60));

      EmitterStats stats = emitter.stats();
      assertThat(count(registry, "offered")).isEqualTo(3);
      assertThat(count(registry, "delivered")).isEqualTo(2);
      assertThat(count(registry, "sampled.out")).isEqualTo(2);
      assertThat(count(registry, "requests")).isEqualTo((double) stats.requests()).isPositive();
      assertThat(count(registry, "records.delivered")).isEqualTo((double) stats.deliveredRecords());
      for (DropReason reason : DropReason.values()) {
        assertThat(
                registry
                    .get("orion.emitter.dropped")
                    .tags("reason", reason.name(), "stream", "orion")
                    .functionCounter()
                    .count())
            .isEqualTo(reason == DropReason.INVALID ? 1 : 0);
      }
      assertThat(registry.get("orion.emitter.buffered").gauge().value()).isZero();
      assertThat(registry.get("orion.emitter.buffered.bytes").gauge().value()).isZero();
      assertThat(registry.get("orion.emitter.oldest.age").gauge().value()).isZero();
      Instant delivered = requireNonNull(stats.lastDelivery());
      assertThat(registry.get("orion.emitter.last.delivery").gauge().value())
          .isEqualTo(delivered.toEpochMilli() / 1e3);
      assertThat(registry.get("orion.emitter.spool.usable").gauge().value()).isZero();
    }
  }

  @Test
  void meters_areThereForEveryCount() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (RecordingEmitter recording = RecordingEmitter.create()) {
      new EmitterMetrics(recording.emitter()).bindTo(registry);
      List<String> names =
          registry.getMeters().stream()
              .map(Meter::getId)
              .map(Meter.Id::getName)
              .distinct()
              .toList();
      // The spool's stats stand in a record of their own.
      int stats = EmitterStats.class.getRecordComponents().length - 1;
      assertThat(names).hasSize(stats + SpoolStats.class.getRecordComponents().length);
    }
  }

  @Test
  void lastDelivery_beforeTheFirst_isNoNumber() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (RecordingEmitter recording = RecordingEmitter.create()) {
      new EmitterMetrics(recording.emitter()).bindTo(registry);
      assertThat(registry.get("orion.emitter.last.delivery").gauge().value()).isNaN();
    }
  }

  private static double count(SimpleMeterRegistry registry, String name) {
    return registry.get("orion.emitter." + name).tag("stream", "orion").functionCounter().count();
  }
}
