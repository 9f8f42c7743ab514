package io.oriontrail.emitter.kinesis;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Run;
import io.oriontrail.event.Status;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The main program of a service that emits and ends, run in a JVM of its own. Its first emitter is
 * closed, and the threads that are still there then are told on standard output; its second is left
 * to the shutdown hook.
 */
final class EmitAndEnd {
  private static final long PATIENCE_MILLIS = 20_000;

  private EmitAndEnd() {}

  /** Arguments: the endpoint and the stream. */
  public static void main(String[] args) throws InterruptedException {
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    try (OrionEmitter first = emitter(args)) {
      emit(first, "closed");
      System.out.println("flushed: " + first.flush(Duration.ofSeconds(20)));
    }
    System.out.println("threads left: " + threadsLeft(before));
    emit(emitter(args), "left-to-the-hook");
  }

  private static OrionEmitter emitter(String[] args) {
    return OrionEmitter.builder()
        .endpoint(URI.create(args[0]))
        .region("eu-west-1")
        .streamName(args[1])
        .service("child")
        .build();
  }

  private static void emit(OrionEmitter emitter, String executionId) {
    Execution execution = emitter.execution("acct-42", executionId);
    execution.started();
    try (Run run =
        execution.step("OUTER").attribute("jdk", System.getProperty("java.version")).start()) {
      Map<String, String> headers = new HashMap<>();
      run.inject(headers);
      emitter.extract(headers).orElseThrow().run("INNER", () -> {});
      run.failed(new IllegalStateException("on purpose"));
    }
    execution.ended(Status.FAILED);
  }

  /** Threads that end a moment after the emitter are waited for; the JDK's own are none of ours. */
  private static List<String> threadsLeft(Set<Thread> before) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !isOfTheJdk(thread)) {
        thread.join(PATIENCE_MILLIS);
      }
    }
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && !isOfTheJdk(thread))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  private static boolean isOfTheJdk(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || group.getName().equals("system")
        || group.getName().equals("InnocuousThreadGroup");
  }
}
