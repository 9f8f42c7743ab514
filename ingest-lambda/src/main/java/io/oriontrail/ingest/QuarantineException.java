package io.oriontrail.ingest;

/** The quarantine did not take what it was given. */
final class QuarantineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QuarantineException(String message, Throwable cause) {
    super(message, cause);
  }
}
