package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class OrionEmitterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScriptedSender sender = new ScriptedSender();
  private final List<OrionEmitter> emitters = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void closeAll() {
    release.countDown();
    emitters.forEach(OrionEmitter::close);
  }

  /** No request of these is given up because a busy machine left its thread waiting. */
  private EmitterBuilder builder() {
    return OrionEmitter.builder()
        .sender(sender)
        .requestTimeout(PATIENCE)
        .shutdownHook(false)
        .environment(Map.of());
  }

  private OrionEmitter build(EmitterBuilder builder) {
    OrionEmitter emitter = builder.build();
    emitters.add(emitter);
    return emitter;
  }

  @Test
  void emit_readyMadeEvent_keepsItsIds() {
    OrionEmitter emitter = build(builder().service("mine").host("here"));
    StepEvent event =
        Events.started(1).toBuilder().eventId("theirs").runId("r1").service("other").build();
    emitter.emit(event);
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(sender.events()).containsExactly(event);
  }

  @Test
  void emit_eventWithoutId_getsTheNextNumber() {
    OrionEmitter emitter = build(builder());
    for (int i = 0; i < 40; i++) {
      emitter.emit(Events.started(i));
    }
    assertThat(emitter.flush(PATIENCE)).isTrue();
    String id = emitter.emitterId();
    // In any order: of two requests under way the second may arrive first.
    assertThat(sender.events())
        .extracting(StepEvent::step, StepEvent::eventId)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 40)
                .mapToObj(i -> tuple("STEP-" + i, id + "-" + Integer.toString(i, 36)))
                .toList());
    assertThat(emitter.emitterId()).matches("[a-z0-9]{10}");
  }

  @Test
  void emitters_ofOneJvm_haveDifferentIds() {
    assertThat(build(builder()).emitterId()).isNotEqualTo(build(builder()).emitterId());
  }

  @Test
  void emit_null_isCountedAsInvalid() {
    OrionEmitter emitter = build(builder());
    emitNull(emitter);
    assertThat(emitter.stats().dropped(DropReason.INVALID)).isEqualTo(1);
    assertThat(emitter.stats().offered()).isEqualTo(1);
  }

  @SuppressWarnings("NullAway") // what callers without our annotations can do
  private static void emitNull(OrionEmitter emitter) {
    emitter.emit(null);
  }

  @Test
  void threads_areDaemonsAndGoneAfterClose() throws InterruptedException {
    OwnThreads threads = new OwnThreads();
    OrionEmitter emitter = build(builder());
    threads.run(() -> emitter.emit(Events.started(1)));
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(threads.alive())
        .isNotEmpty()
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getName().startsWith("orion-emitter"));
    emitter.close(PATIENCE);
    Awaitility.await().atMost(PATIENCE).until(() -> threads.alive().isEmpty());
    assertThat(sender.timesClosed()).isEqualTo(1);
  }

  @Test
  void flush_hangingDownstream_isFalseInTime() {
    sender.afterwards(
        records -> {
          awaitRelease();
          return sender.storeAll(records);
        });
    OrionEmitter emitter = build(builder());
    emitter.emit(Events.started(1));
    assertThat(emitter.flush(Duration.ofMillis(50))).isFalse();
    release.countDown();
    assertThat(emitter.flush(PATIENCE)).isTrue();
  }

  @Test
  void flush_afterADrop_isFalseOnce() {
    OrionEmitter emitter = build(builder());
    emitter.emit(Events.started(1));
    emitNull(emitter);
    assertThat(emitter.flush(PATIENCE)).isFalse();
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(sender.events()).hasSize(1);
  }

  @Test
  void flush_strangeLimits_neitherThrowsNorWaits() {
    OrionEmitter emitter = build(builder());
    assertThat(emitter.flush(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(emitter.flush(Duration.ofSeconds(-1))).isTrue();
  }

  @Test
  void killSwitch_codeOrEnvironment_emitsNothing() {
    for (EmitterBuilder off :
        List.of(
            builder().enabled(false),
            builder().environment(Map.of(EmitterBuilder.ENABLED_VARIABLE, "false")),
            builder().environment(Map.of(EmitterBuilder.ENABLED_VARIABLE, " FALSE ")))) {
      OrionEmitter emitter = build(off);
      emitter.emit(Events.started(1));
      emitter.execution("a", "e").started();
      emitter.execution("a#", "e").started();
      try (Run run = emitter.execution("a", "e").step("S").start()) {
        run.failed(new IllegalStateException());
      }
      assertThat(emitter.flush(PATIENCE)).isTrue();
      assertThat(emitter.stats().offered()).isZero();
      assertThat(sender.requests()).isEmpty();
    }
    OrionEmitter on = build(builder().environment(Map.of(EmitterBuilder.ENABLED_VARIABLE, "true")));
    on.emit(Events.started(1));
    assertThat(on.stats().offered()).isEqualTo(1);
  }

  @Test
  void build_badSetting_throwsWithItsNameAndValue() {
    assertThatThrownBy(() -> OrionEmitter.builder().build()).hasMessageContaining("streamName");
    assertThatThrownBy(() -> builder().bufferBytes(5).build())
        .hasMessageContaining("bufferBytes")
        .hasMessageContaining("5");
    assertThatThrownBy(() -> builder().bufferCount(0).build()).hasMessageContaining("bufferCount");
    assertThatThrownBy(() -> builder().maxInFlight(0).build()).hasMessageContaining("maxInFlight");
    assertThatThrownBy(() -> builder().linger(Duration.ZERO).build())
        .hasMessageContaining("linger")
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> builder().requestTimeout(Duration.ofDays(9)).build())
        .hasMessageContaining("requestTimeout");
    assertThatThrownBy(() -> builder().retryWindow(Duration.ofDays(9)).build())
        .hasMessageContaining("retryWindow");
    assertThatThrownBy(() -> builder().heartbeatInterval(Duration.ZERO).build())
        .hasMessageContaining("heartbeatInterval");
    assertThatThrownBy(
            () -> builder().environment(Map.of(EmitterBuilder.ENABLED_VARIABLE, "nope")).build())
        .hasMessageContaining("ORION_EMITTER_ENABLED")
        .hasMessageContaining("nope");
  }

  @Test
  void host_default_isTakenFromTheEnvironment() {
    OrionEmitter emitter = build(builder().environment(Map.of("HOSTNAME", "pod-7")));
    emitter.execution("a", "e").started();
    emitter.flush(PATIENCE);
    assertThat(sender.events()).extracting(StepEvent::host).containsExactly("pod-7");
  }

  @Test
  void shutdownHook_isRemovedByClose() {
    OrionEmitter emitter = build(builder().shutdownHook(true));
    emitter.emit(Events.started(1));
    emitter.close(PATIENCE);
    assertThat(emitter.stats().delivered()).isEqualTo(1);
    // A hook left behind would hold this emitter, and its class loader, for the life of the JVM.
    assertThat(emitter.hasHook()).isFalse();
  }

  private void awaitRelease() throws SendException {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new SendException(SendException.Kind.UNAVAILABLE, "interrupted", e);
    }
  }
}
