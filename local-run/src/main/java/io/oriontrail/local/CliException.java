package io.oriontrail.local;

/** Something a person can mend; the message is the one sentence that they are told. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CliException(String message) {
    super(message);
  }

  /** What made a task on another thread fail, in its own words. */
  static CliException from(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new CliException(String.valueOf(cause.getMessage()), failure);
  }

  public CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
