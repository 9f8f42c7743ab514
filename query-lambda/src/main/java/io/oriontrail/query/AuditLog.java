package io.oriontrail.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps who looked at what. An entry is recorded before its answer leaves: no audit, no answer.
 * Safe for use by several threads at once; may block.
 */
@FunctionalInterface
interface AuditLog {
  /** Where nobody asks for an audit. */
  AuditLog NONE = entry -> {};

  /**
   * One look at the data of accounts.
   *
   * @param accountId null for a question across accounts
   * @param executionId null for a question about more than one execution
   * @param question the query string as it was sent, cut to {@value #MAX_QUESTION} characters
   * @param payload whether attributes and error messages were shown
   * @param status of the answer
   */
  record Entry(
      Instant at,
      String requestId,
      String route,
      @Nullable String accountId,
      @Nullable String executionId,
      String question,
      Caller caller,
      boolean payload,
      int status) {}

  int MAX_QUESTION = 1_024;

  /**
   * Records the entry for good.
   *
   * @throws AuditException if it could not be recorded
   */
  void record(Entry entry);
}
