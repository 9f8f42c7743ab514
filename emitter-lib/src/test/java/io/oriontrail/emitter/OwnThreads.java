package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads that one test starts, however many others are just ending in this JVM: a thread
 * belongs to the group of the thread that started it.
 */
final class OwnThreads {
  private final ThreadGroup group = new ThreadGroup("of one test");
  private final List<Throwable> thrown = new ArrayList<>();

  /** Runs the task in the group and waits for its end. */
  void run(Runnable task) throws InterruptedException {
    Thread runner = new Thread(group, task, "runner");
    runner.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
    runner.start();
    runner.join();
    assertThat(thrown).isEmpty();
  }

  /** Those that live; the runner is none of them once {@link #run} has returned. */
  List<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> group.equals(thread.getThreadGroup()))
        .toList();
  }
}
