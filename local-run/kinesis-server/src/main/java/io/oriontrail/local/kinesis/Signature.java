package io.oriontrail.local.kinesis;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The one part of a request's signature that this server looks at: when it was made. */
final class Signature {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final int FORBIDDEN = 403;

  private Signature() {}

  /** Throws what the service answers when the signature's time is too far from its own. */
  static void requireFresh(Headers headers, Duration ahead) {
    String text = headers.getFirst("X-Amz-Date");
    Instant signed = parse(text);
    Instant now = Instant.now().plus(ahead);
    if (signed == null || Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0) {
      throw new KinesisException(
          FORBIDDEN,
          "InvalidSignatureException",
          "Signature expired: "
              + text
              + " is now earlier than "
              + FORM.format(now.minus(TOLERANCE).atOffset(ZoneOffset.UTC))
              + ", or not yet current");
    }
  }

  private static @Nullable Instant parse(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text, FORM).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
