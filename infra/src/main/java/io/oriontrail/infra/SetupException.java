package io.oriontrail.infra;

/**
 * Something a person has to put right before a stage can be synthesized. The message is the one
 * sentence that is shown: what is wrong, where, and what would be right.
 */
final class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SetupException(String message) {
    super(message);
  }
}
