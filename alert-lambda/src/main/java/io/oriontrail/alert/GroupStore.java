package io.oriontrail.alert;

import java.util.Set;

/**
 * Keeps what is known of groups between messages, and which messages went where. Safe for use by
 * several threads and processes at once. Every call blocks, and throws {@link StateException} if
 * the store does not answer.
 */
interface GroupStore {

  /**
   * A group as it was read.
   *
   * @param version changes with each write; 0 before the first
   */
  record Versioned(Group group, long version) {}

  Versioned read(String name);

  /** Writes the group in place of the version given; false if somebody else was faster. */
  boolean write(String name, Group group, long version);

  /** The channels that have taken the message. */
  Set<String> takenBy(String messageId);

  /** Remembers for a day that the channel has taken the message. */
  void taken(String messageId, String channel);

  /** The store did not answer. */
  final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StateException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
