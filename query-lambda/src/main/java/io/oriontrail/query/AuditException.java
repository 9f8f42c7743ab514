package io.oriontrail.query;

/** A look at somebody's data, or its erasure, could not be recorded. */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
