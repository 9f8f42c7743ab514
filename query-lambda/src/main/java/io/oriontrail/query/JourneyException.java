package io.oriontrail.query;

/** A journey definition breaks a rule; the message names the file, the place and the rule. */
public final class JourneyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  JourneyException(String message) {
    super(message);
  }
}
