package io.oriontrail.local.kinesis;

import java.time.Duration;
import java.util.function.IntPredicate;

/** What goes wrong with one request. Immutable. Waits end at once when the server closes. */
public sealed interface Fault {
  /** Nothing goes wrong. */
  static Fault none() {
    return None.NONE;
  }

  /** The chosen entries (by index) are throttled, all others stored. */
  static Fault throttled(IntPredicate entries) {
    return new RefusedEntries(
        "ProvisionedThroughputExceededException", "Rate exceeded for the shard.", entries);
  }

  /** The chosen entries (by index) fail inside the service, all others are stored. */
  static Fault internalFailure(IntPredicate entries) {
    return new RefusedEntries("InternalFailure", "Internal service failure.", entries);
  }

  /** An error of the service with its usual body; nothing is done. */
  static Fault error(int status, String type, String message) {
    return new ErrorAnswer(status, type, message);
  }

  /** Handled and answered after the delay: beyond a client's time-out, a success it never sees. */
  static Fault answeredAfter(Duration delay) {
    return new Delay(Duration.ZERO, delay);
  }

  /** Healthy. */
  enum None implements Fault {
    NONE
  }

  /** Entries of a put that are refused one by one; a PutRecord becomes an error as a whole. */
  record RefusedEntries(String code, String message, IntPredicate entries) implements Fault {}

  /**
   * Every entry is stored, but the answer lists more or fewer than were sent.
   *
   * @param difference entries too many, or too few if negative
   */
  record Miscount(int difference) implements Fault {}

  /** An error of the service with its usual body; nothing is done. */
  record ErrorAnswer(int status, String type, String message) implements Fault {}

  /** Any answer at all, such as a proxy's HTML; nothing is done. */
  record StrangeAnswer(int status, String contentType, String body) implements Fault {}

  /** Accepted, read, never acted on, never answered. */
  record Silence() implements Fault {}

  /** Handled and answered as usual, but late. */
  record Delay(Duration beforeHandling, Duration beforeAnswer) implements Fault {}

  /** Handled at once; the answer's body trickles, {@code bytes} at a time with a pause between. */
  record Drip(int bytes, Duration pause) implements Fault {
    public Drip {
      if (bytes < 1) {
        throw new IllegalArgumentException("Drip.bytes is " + bytes + "; it must be at least 1");
      }
    }
  }

  /**
   * The connection closes instead of a whole answer.
   *
   * @param handled whether the request was acted on before
   * @param answered bytes of the answer's body that still go out; 0 closes before any header
   */
  record HangUp(boolean handled, int answered) implements Fault {}
}
