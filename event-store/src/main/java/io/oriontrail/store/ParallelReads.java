package io.oriontrail.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs reads side by side, some at once, and waits for all. */
final class ParallelReads {
  private static final int AT_ONCE = 16;

  private ParallelReads() {}

  /**
   * The answers in the order of the reads.
   *
   * @throws StoreException if the store did not answer one of them
   */
  static <T extends @Nullable Object> List<T> all(List<Callable<T>> reads) {
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<T>> answers = new ArrayList<>(reads.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<T> read : reads) {
        answers.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return read.call();
                  } finally {
                    places.release();
                  }
                }));
      }
      List<T> results = new ArrayList<>(reads.size());
      for (Future<T> answer : answers) {
        results.add(answer.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the read was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw new StoreException(String.valueOf(failure.getMessage()), failure);
      }
      throw new IllegalStateException("a read ended in a way that is a bug", e.getCause());
    }
  }
}
