package io.oriontrail.local.faults;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs the body of a test where the store's own threads run. There are hundreds of thousands of
 * hand-overs between the two, and between an ordinary thread and these each would wait for the
 * operating system, on a loaded machine for a long time.
 */
final class VirtualThread {
  private VirtualThread() {}

  static void run(Runnable body) {
    FutureTask<?> task = new FutureTask<>(body, null);
    Thread.startVirtualThread(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }
}
