package io.oriontrail.query;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ETag} of a timeline: a hash over all of it but {@code asOf} and the baselines'
 * figures, which move with every run of anybody. It changes when an event is stored, and when time
 * alone changes what the events mean (a silent execution stalls). It is weak, because the bytes
 * differ with {@code asOf} and the coding.
 */
final class EntityTag {
  private static final int BYTES = 16;

  private EntityTag() {}

  static String of(Timeline timeline, TimelineJson.Payload payload) {
    MessageDigest sha = sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
      TimelineJson.writeWhatLasts(timeline, payload, out);
    } catch (IOException e) {
      throw new UncheckedIOException("a digest takes all bytes", e);
    }
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha.digest(), BYTES));
    return "W/\"" + hash + '"';
  }

  /** Whether {@code If-None-Match} names this tag; compared weakly (RFC 9110, section 8.8.3.2). */
  static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    String opaque = withoutWeakness(tag);
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String stripped = candidate.strip();
      if (stripped.equals("*") || withoutWeakness(stripped).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutWeakness(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
