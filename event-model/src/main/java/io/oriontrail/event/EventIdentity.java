package io.oriontrail.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The id of an event that came without one: 96 bits of SHA-256 over its canonical form, so that a
 * redelivered or replayed event lands on its own item and a different one never does.
 *
 * <p>The canonical form is the JSON that {@link StepEventJson} writes, with defaults filled in
 * ({@code attempt} 1), time in UTC with 9 digits, attributes sorted by key, without {@code
 * eventId}, and with the error message as it was sent, before it is cut.
 */
final class EventIdentity {
  private static final int BYTES = 12;

  private EventIdentity() {}

  static String of(StepEvent event) {
    return of(event, event.errorMessage() == null ? "" : event.errorMessage());
  }

  /** {@code uncutMessage}: the error message as it came over the wire, or the empty string. */
  static String of(StepEvent event, String uncutMessage) {
    StepEvent canonical =
        event.toBuilder().eventId(null).attempt(event.attemptOrFirst()).errorMessage(null).build();
    MessageDigest sha = sha256();
    sha.update(StepEventJson.encode(canonical));
    sha.update(uncutMessage.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
