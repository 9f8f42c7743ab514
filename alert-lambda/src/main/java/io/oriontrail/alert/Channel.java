package io.oriontrail.alert;

/** A way to people. Safe for use by several threads at once; sending blocks. */
interface Channel {
  /** Short, and unique among the channels of a severity. */
  String name();

  /**
   * Hands the message over.
   *
   * @throws ChannelException if it was not taken, or may not have been
   */
  void send(Telling telling) throws ChannelException;

  /** A message in all its forms. */
  record Telling(String subject, String text, String json) {}

  /** The message was not taken. Its own message names no secret. */
  final class ChannelException extends Exception {
    private static final long serialVersionUID = 1;

    ChannelException(String message) {
      super(message);
    }

    ChannelException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
