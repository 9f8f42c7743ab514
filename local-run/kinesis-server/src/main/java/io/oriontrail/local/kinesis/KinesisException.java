package io.oriontrail.local.kinesis;

/** An answer of the service that is an error: status, type and message go over the wire. */
final class KinesisException extends RuntimeException {
  private static final int CLIENT_ERROR = 400;

  private final int status;
  private final String type;

  KinesisException(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  static KinesisException validation(String rule) {
    return new KinesisException(
        CLIENT_ERROR, "ValidationException", "1 validation error detected: " + rule);
  }

  static KinesisException invalidArgument(String message) {
    return new KinesisException(CLIENT_ERROR, "InvalidArgumentException", message);
  }

  static KinesisException notFound(String message) {
    return new KinesisException(CLIENT_ERROR, "ResourceNotFoundException", message);
  }

  static KinesisException inUse(String message) {
    return new KinesisException(CLIENT_ERROR, "ResourceInUseException", message);
  }

  static KinesisException limitExceeded(String message) {
    return new KinesisException(CLIENT_ERROR, "LimitExceededException", message);
  }

  static KinesisException of(String type, String message) {
    return new KinesisException(CLIENT_ERROR, type, message);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String text() {
    String text = getMessage();
    return text == null ? "" : text;
  }
}
