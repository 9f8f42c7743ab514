package io.oriontrail.query;

import java.util.concurrent.CompletableFuture;

/** Knows the usual durations of steps. Safe for use by several threads at once. */
@FunctionalInterface
interface BaselineSource {
  /** Where nothing is known. */
  BaselineSource NONE = () -> CompletableFuture.completedFuture(Baselines.none());

  /**
   * What is usual, read beside other work where it has to be read. Never fails: what is not known
   * is left out.
   */
  CompletableFuture<Baselines> load();
}
