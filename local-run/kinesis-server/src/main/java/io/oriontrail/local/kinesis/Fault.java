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

  /** The caller's session is over: new credentials are needed. */
  static Fault expiredToken() {
    return error(
        400, "ExpiredTokenException", "The security token included in the request is expired");
  }

  /** The caller's role may not do this. */
  static Fault accessDenied() {
    return error(400, "AccessDeniedException", "User is not authorized to perform this action");
  }

  /** The stream was deleted, or never was. */
  static Fault noSuchStream() {
    return error(400, "ResourceNotFoundException", "Stream not found.");
  }

  /** Handled; after so many bytes of the answer's body the connection stays open and silent. */
  static Fault stalledAfter(int bytes) {
    return new Drip(bytes, Duration.ofDays(1));
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

  /**
   * The service's clock stands elsewhere than the client's: a request signed more than five minutes
   * off is answered with {@code InvalidSignatureException} and not acted on, as by AWS. A client
   * learns the service's time from the answer's {@code Date}, which the JDK's server writes itself:
   * put a {@link Relay} in between that shifts it, see {@link Relay#clockAhead}.
   *
   * @param ahead how far the service's clock is ahead of this machine's; negative if behind
   */
  record SkewedClock(Duration ahead) implements Fault {}

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
