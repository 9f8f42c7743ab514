package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.event.StepEvent;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults of the process that the emitter lives in; the numbers are the fault list's. */
@Timeout(300)
final class HostFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScriptedSender sender = new ScriptedSender();
  private final List<OrionEmitter> emitters = new ArrayList<>();

  private OrionEmitter build(EmitterBuilder builder) {
    OrionEmitter emitter = builder.build();
    emitters.add(emitter);
    return emitter;
  }

  /** No request of these is given up because a busy machine left its thread waiting. */
  private EmitterBuilder builder() {
    return OrionEmitter.builder()
        .sender(sender)
        .requestTimeout(PATIENCE)
        .shutdownHook(false)
        .environment(Map.of());
  }

  /** All that is owed is delivered, nothing is invented, a fresh event passes. */
  @AfterEach
  void quietPhase() {
    Set<StepEvent> arrived = new HashSet<>();
    long delivered = 0;
    for (OrionEmitter emitter : emitters) {
      emitter.emit(Events.started(999_999));
      emitter.flush(PATIENCE);
      emitter.close(PATIENCE);
      EmitterStats stats = emitter.stats();
      assertThat(stats.buffered()).isZero();
      assertThat(stats.bufferedBytes()).isZero();
      assertThat(stats.offered()).isEqualTo(stats.delivered() + stats.dropped());
      delivered += stats.delivered();
    }
    arrived.addAll(sender.events());
    assertThat(arrived).hasSize((int) delivered);
    assertThat(arrived).allMatch(event -> event.key().equals(Events.KEY));
  }

  @Test
  void fault20_200Threads_belowCapacity_loseNothing() throws InterruptedException {
    storm(Executors.newFixedThreadPool(200), 200, 200);
  }

  @Test
  void fault20_10000VirtualThreads_belowCapacity_loseNothing() throws Exception {
    storm(virtualThreads(), 10_000, 5);
  }

  private void storm(ExecutorService threads, int tasks, int each) throws InterruptedException {
    // Room for all of them at once: on a loaded machine the sending thread may get no turn.
    OrionEmitter emitter = build(builder().bufferBytes(128L << 20));
    CountDownLatch go = new CountDownLatch(1);
    for (int t = 0; t < tasks; t++) {
      threads.execute(
          () -> {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            for (int i = 0; i < each; i++) {
              emitter.emit(Events.started(i));
            }
          });
    }
    go.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(emitter.stats().delivered()).isEqualTo((long) tasks * each);
    assertThat(emitter.stats().dropped()).isZero();
  }

  /** Java 21's; these tests are compiled for 17. The build runs them on 25. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    return (ExecutorService) method.invoke(null);
  }

  @Test
  void fault29_emit_fromOurOwnThreads_isRefusedAsFeedback() {
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
  void fault30_twoEmittersOfOneJvm_knowNothingOfEachOther() {
    OrionEmitter one = build(builder().sender(new ScriptedSender()));
    OrionEmitter two = build(builder());
    emitters.remove(one); // its events are not among the sender's
    one.emit(Events.started(1));
    two.emit(Events.started(2));
    one.close(PATIENCE);
    two.emit(Events.started(3));
    assertThat(two.flush(PATIENCE)).isTrue();
    assertThat(one.stats().delivered()).isEqualTo(1);
    assertThat(two.stats().delivered()).isEqualTo(2);
    assertThat(sender.events())
        .extracting(StepEvent::step)
        .containsExactlyInAnyOrder("STEP-2", "STEP-3");
  }

  @Test
  void fault30_1000Emitters_leaveNoThreadBehind() throws InterruptedException {
    OwnThreads threads = new OwnThreads();
    threads.run(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            OrionEmitter emitter =
                builder().sender(new ScriptedSender()).shutdownHook(true).build();
            emitter.emit(Events.started(i));
            emitter.close(PATIENCE);
            assertThat(emitter.stats().delivered()).isEqualTo(1);
            assertThat(emitter.hasHook()).isFalse();
          }
        });
    Awaitility.await().atMost(PATIENCE).until(() -> threads.alive().isEmpty());
  }

  /** Runs inside a class loader of its own, as in a server that reloads its application. */
  public static final class Application {
    private Application() {}

    public static long run() {
      RecordSender sender =
          records -> records.stream().map(r -> RecordSender.Outcome.STORED).toList();
      OrionEmitter emitter = OrionEmitter.builder().sender(sender).bufferCount(64).build();
      emitter.execution("a", "e").started();
      emitter.close(PATIENCE);
      return emitter.stats().delivered();
    }
  }

  @Test
  void fault30_applicationReloaded_leavesNoClassBehind() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    int reloads = Integer.getInteger("orion.reloads", 100); // 1,000 take half a minute
    for (int i = 0; i < reloads; i++) {
      loaders.add(new WeakReference<>(reloaded()));
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              System.gc();
              return loaders.stream().filter(loader -> loader.get() != null).count() < 5;
            });
  }

  private static ClassLoader reloaded() throws Exception {
    try (URLClassLoader loader = new ApplicationLoader()) {
      Class<?> application = Class.forName(Application.class.getName(), true, loader);
      assertThat(application).isNotEqualTo(Application.class);
      assertThat(application.getMethod("run").invoke(null)).isEqualTo(1L);
      return loader;
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** Our classes are loaded anew each time, all others are shared. */
  private static final class ApplicationLoader extends URLClassLoader {
    ApplicationLoader() throws MalformedURLException {
      super(
          new URL[] {
            location(OrionEmitter.class), location(Application.class), location(StepEvent.class)
          },
          HostFaultTest.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.oriontrail.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : findClass(name);
      }
    }
  }
}
