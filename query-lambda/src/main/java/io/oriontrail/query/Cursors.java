package io.oriontrail.query;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the opaque cursors that lead to the next page: a position with an HMAC over it
 * and the question it belongs to. So a cursor that was cut, changed or carried over to another
 * question is told from a good one. Safe for use by several threads at once.
 */
final class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 16;

  private final SecretKeySpec key;

  private Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Cursors of a table's events.
   *
   * @param secret shared by all that answer requests; null for a key that follows from the table's
   *     name. Nobody can then prove that a cursor was made here, but damage still shows, and a
   *     forged one leads to nothing but another place in the answer to what was asked.
   */
  static Cursors of(@Nullable String secret, String table) {
    String key = secret != null ? secret : "orion-trail cursors of " + table;
    return new Cursors(key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A cursor.
   *
   * @param question what is paged through; a cursor is good for it alone
   * @param position where the next page begins
   */
  String seal(String question, String position) {
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    byte[] cursor = Arrays.copyOf(mac(question, text), SEAL_BYTES + text.length);
    System.arraycopy(text, 0, cursor, SEAL_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * The position that the cursor holds.
   *
   * @throws ProblemException if it is not one that was made for this question
   */
  String open(String question, String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw illegal();
    }
    if (bytes.length <= SEAL_BYTES) {
      throw illegal();
    }
    byte[] text = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
    byte[] expected = Arrays.copyOf(mac(question, text), SEAL_BYTES);
    if (!MessageDigest.isEqual(expected, Arrays.copyOf(bytes, SEAL_BYTES))) {
      throw illegal();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private byte[] mac(String question, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(question.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0); // no name holds it
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new LinkageError("every Java platform has " + ALGORITHM, e);
    }
  }

  private static ProblemException illegal() {
    return new ProblemException(
        ProblemType.INVALID_CURSOR,
        "The cursor is not one that this API gave for this question; begin again without it.");
  }
}
