package io.oriontrail.event;

import org.jspecify.annotations.Nullable;

/**
 * Names one execution: one pass of one account through Orion. A value; a class instead of a record
 * only because it remembers whether its ids can be written as they are.
 */
public final class ExecutionKey {
  private final String accountId;
  private final String executionId;
  private final boolean plain;

  /**
   * Checks every field.
   *
   * @param accountId 1 to 128 characters, no {@code #}, no control characters
   * @param executionId 1 to 128 characters, no control characters; unique within the account
   * @throws InvalidEventException if an id is absent or illegal; it names the field and the value
   */
  public ExecutionKey(String accountId, String executionId) {
    this.accountId = Limits.name("accountId", accountId, Limits.MAX_ID_LENGTH, false);
    this.executionId = Limits.name("executionId", executionId, Limits.MAX_ID_LENGTH, true);
    this.plain = PlainText.is(accountId) && PlainText.is(executionId);
  }

  /**
   * The key of these two ids.
   *
   * @throws InvalidEventException if an id is absent or illegal; it names the field and the value
   */
  public static ExecutionKey of(String accountId, String executionId) {
    return new ExecutionKey(accountId, executionId);
  }

  /**
   * Reads {@code accountId#executionId}. An account holds no {@code #}, so the first one parts the
   * two whatever the execution's id contains.
   *
   * @throws InvalidEventException if there is no {@code #} or an id is illegal
   */
  public static ExecutionKey parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      throw Limits.invalid("key", text, "must be accountId#executionId");
    }
    return new ExecutionKey(text.substring(0, hash), text.substring(hash + 1));
  }

  /** Whose data is processed. */
  public String accountId() {
    return accountId;
  }

  /** Which pass of that account through Orion. */
  public String executionId() {
    return executionId;
  }

  /** Whether both ids are {@link PlainText}. */
  boolean isPlain() {
    return plain;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExecutionKey key
        && key.accountId.equals(accountId)
        && key.executionId.equals(executionId);
  }

  @Override
  public int hashCode() {
    return 31 * accountId.hashCode() + executionId.hashCode();
  }

  /** {@code accountId#executionId}. */
  @Override
  public String toString() {
    return accountId + '#' + executionId;
  }
}
