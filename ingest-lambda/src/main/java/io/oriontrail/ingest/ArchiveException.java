package io.oriontrail.ingest;

/** The archive did not take what it was given. */
final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
