package io.oriontrail.event;

/** Something is no legal event; the message names the field, the value and what is allowed. */
public final class InvalidEventException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;
  private final String field;

  InvalidEventException(RejectReason reason, String field, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
  }

  /** Which kind of fault it is. */
  public RejectReason reason() {
    return reason;
  }

  /** The field at fault, or the empty string where the bytes as a whole are. */
  public String field() {
    return field;
  }
}
