package io.oriontrail.store;

import org.jspecify.annotations.Nullable;

/** Reads which executions an account has. Safe for use by several threads at once. */
public interface ExecutionListReader {

  /**
   * One page of the account's executions, newest first, each once, whether or not its producer
   * brackets it with {@code EXECUTION} events. How an execution stands is not kept here: it follows
   * from its events. Blocks.
   *
   * @param after where to go on, from {@link ExecutionPage#next}; null to begin
   * @param limit at most this many, 1 or more
   * @throws StoreException if the store does not answer
   * @throws IllegalArgumentException if {@code after} is none of {@link ExecutionPage#next}
   */
  ExecutionPage executionsOf(String accountId, @Nullable String after, int limit);
}
