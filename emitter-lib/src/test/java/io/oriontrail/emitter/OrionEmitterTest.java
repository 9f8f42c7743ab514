package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.event.StepEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OrionEmitterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScriptedSender sender = new ScriptedSender();
  private final List<OrionEmitter> emitters = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void closeAll() {
    release.countDown();
    emitters.forEach(OrionEmitter::close);
  }

  private EmitterBuilder builder() {
    return OrionEmitter.builder().sender(sender).shutdownHook(false).environment(Map.of());
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
    assertThat(sender.events())
        .extracting(StepEvent::eventId)
        .startsWith(emitter.emitterId() + "-0", emitter.emitterId() + "-1")
        .contains(emitter.emitterId() + "-13");
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
  void build_connectsToNothingAndStartsNothing() {
    int before = emitterThreads().size();
    OrionEmitter emitter =
        build(
            OrionEmitter.builder()
                .streamName("s")
                .endpoint(URI.create("http://192.0.2.1:9"))
                .region("eu-west-1"));
    assertThat(emitterThreads()).hasSize(before);
    assertThat(emitter.flush(Duration.ZERO)).isTrue();
    emitter.close();
    assertThat(emitter.stats().offered()).isZero();
  }

  @Test
  void threads_areDaemonsAndGoneAfterClose() throws InterruptedException {
    OrionEmitter emitter = build(builder());
    emitter.emit(Events.started(1));
    assertThat(emitter.flush(PATIENCE)).isTrue();
    List<Thread> mine = emitterThreads();
    assertThat(mine).isNotEmpty().allMatch(Thread::isDaemon);
    emitter.close();
    for (Thread thread : mine) {
      thread.join(PATIENCE.toMillis());
    }
    assertThat(mine).noneMatch(Thread::isAlive);
    assertThat(sender.timesClosed()).isEqualTo(1);
  }

  private static List<Thread> emitterThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("orion-emitter"))
        .toList();
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
  void e11_close_deliversWhatIsBuffered_andIsIdempotent() {
    OrionEmitter emitter = build(builder().linger(Duration.ofMinutes(1)));
    for (int i = 0; i < 1_000; i++) {
      emitter.emit(Events.started(i));
    }
    emitter.close(PATIENCE);
    emitter.close();
    assertThat(emitter.stats().delivered()).isEqualTo(1_000);
    assertThat(sender.heartbeats().get(0).counters()).containsEntry("closing", 1L);
    emitter.emit(Events.started(1));
    assertThat(emitter.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
    assertThat(emitter.flush(Duration.ZERO)).isFalse();
    assertThat(emitter.flush(PATIENCE)).isTrue();
  }

  @Test
  void e11_close_hangingSender_returnsInTimeWithExactCounts() {
    sender.afterwards(
        records -> {
          awaitRelease();
          return sender.storeAll(records);
        });
    OrionEmitter emitter = build(builder());
    for (int i = 0; i < 100; i++) {
      emitter.emit(Events.started(i));
    }
    long begin = System.nanoTime();
    emitter.close(Duration.ofMillis(200));
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertThat(millis).isBetween(190L, 5_000L); // 300 ms, were this machine not busy
    EmitterStats stats = emitter.stats();
    assertThat(stats.dropped(DropReason.SHUTDOWN)).isEqualTo(100);
    assertThat(stats.buffered()).isZero();
  }

  @Test
  void e11_close_byManyThreadsAndFromOurOwn_doesNotDeadlock() throws InterruptedException {
    List<OrionEmitter> self = new ArrayList<>();
    sender.afterwards(
        records -> {
          self.get(0).close(PATIENCE);
          return sender.storeAll(records);
        });
    OrionEmitter emitter = build(builder());
    self.add(emitter);
    emitter.emit(Events.started(1));
    CountDownLatch closed = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                emitter.close(PATIENCE);
                closed.countDown();
              });
      thread.setDaemon(true);
      thread.start();
    }
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(emitter.stats().delivered()).isEqualTo(1);
  }

  @Test
  void emit_fromOurOwnThreads_isRefusedAsFeedback() {
    List<OrionEmitter> self = new ArrayList<>();
    sender.then(
        records -> {
          self.get(0).emit(Events.started(2)); // as a logging appender would
          return sender.storeAll(records);
        });
    OrionEmitter emitter = build(builder());
    self.add(emitter);
    emitter.emit(Events.started(1));
    emitter.flush(PATIENCE);
    assertThat(sender.events()).hasSize(1);
    assertThat(emitter.stats().dropped(DropReason.FEEDBACK)).isEqualTo(1);
  }

  @Test
  void e12_interruptedThreads_goOn() {
    OrionEmitter emitter = build(builder());
    for (int i = 0; i < 20; i++) {
      emitter.emit(Events.started(i));
      emitterThreads().forEach(Thread::interrupt);
      assertThat(emitter.flush(PATIENCE)).isTrue();
    }
    assertThat(emitter.stats().delivered()).isEqualTo(20);
  }

  @Test
  void e12_senderThrowingErrors_goesOn() {
    for (Throwable t : List.of(new OutOfMemoryError("scripted"), new StackOverflowError())) {
      sender.then(
          records -> {
            throw Sneaky.thrown(t);
          });
    }
    OrionEmitter emitter = build(builder());
    emitter.emit(Events.started(1));
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(emitter.stats().failedRequests()).isEqualTo(2);
  }

  @Test
  void e7_bufferFull_failuresKeepTheLastFifth() {
    sender.afterwards(
        records -> {
          awaitRelease();
          return sender.storeAll(records);
        });
    OrionEmitter emitter = build(builder().bufferCount(100));
    for (int i = 0; i < 150; i++) {
      emitter.emit(Events.started(i));
    }
    assertThat(emitter.stats().buffered()).isEqualTo(80);
    for (int i = 0; i < 50; i++) {
      emitter.emit(Events.failed(i));
    }
    EmitterStats stats = emitter.stats();
    assertThat(stats.buffered()).isEqualTo(100);
    assertThat(stats.dropped(DropReason.BUFFER_FULL)).isEqualTo(70 + 30);
    release.countDown();
    emitter.flush(PATIENCE);
    assertThat(emitter.stats().delivered()).isEqualTo(100);
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
  void e5_manyThreads_numbersAreUniqueAndWithoutGaps() throws InterruptedException {
    OrionEmitter emitter = build(builder());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  emitter.emit(Events.started(i));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(emitter.flush(PATIENCE)).isTrue();
    boolean[] seen = new boolean[4_000];
    for (StepEvent event : sender.events()) {
      String id = String.valueOf(event.eventId());
      int number = Integer.parseInt(id.substring(emitter.emitterId().length() + 1), 36);
      assertThat(seen[number]).isFalse();
      seen[number] = true;
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void shutdownHook_isRemovedByClose() {
    OrionEmitter emitter = build(builder().shutdownHook(true));
    emitter.emit(Events.started(1));
    emitter.close();
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
