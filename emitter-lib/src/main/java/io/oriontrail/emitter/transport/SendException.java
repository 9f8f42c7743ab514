package io.oriontrail.emitter.transport;

import org.jspecify.annotations.Nullable;

/** A request failed as a whole. */
public final class SendException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What to make of it. */
  public enum Kind {
    /** No connection, or the service is out of order: try again soon. */
    UNAVAILABLE,
    /** No answer in time; the records may be stored or not. */
    TIMED_OUT,
    /** Too much at once: try again later. */
    THROTTLED,
    /** No permission, no such stream, bad credentials: nothing will pass until someone acts. */
    DENIED,
    /** The service will never take this request as it is: one of its records is unfit. */
    REFUSED
  }

  private final Kind kind;

  /** {@code message} is shown in logs and should name the service's own error code. */
  public SendException(Kind kind, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What to make of it. */
  public Kind kind() {
    return kind;
  }
}
