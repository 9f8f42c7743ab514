package io.oriontrail.event;

/**
 * Names one execution: one pass of one account through Orion.
 *
 * @param accountId 1 to 128 characters, no {@code #}, no control characters
 * @param executionId 1 to 128 characters, no control characters; unique within the account
 */
public record ExecutionKey(String accountId, String executionId) {

  /**
   * Checks every field.
   *
   * @throws InvalidEventException if an id is absent or illegal; it names the field and the value
   */
  public ExecutionKey {
    Limits.name("accountId", accountId, Limits.MAX_ID_LENGTH, false);
    Limits.name("executionId", executionId, Limits.MAX_ID_LENGTH, true);
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

  /** {@code accountId#executionId}. */
  @Override
  public String toString() {
    return accountId + '#' + executionId;
  }
}
