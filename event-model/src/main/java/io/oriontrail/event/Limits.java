package io.oriontrail.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is legal in an event. Lengths are Unicode code points, so that a producer in any language
 * counts alike.
 */
public final class Limits {
  /** Of an account's or execution's id. */
  public static final int MAX_ID_LENGTH = 128;

  /** Of a step's name. */
  public static final int MAX_STEP_LENGTH = 128;

  /** Of the id of a run or an event. */
  public static final int MAX_TOKEN_LENGTH = 64;

  /** The highest number of a try. */
  public static final int MAX_ATTEMPT = 10_000;

  /** Steps that an event may name as those it depended on. */
  public static final int MAX_DEPENDS_ON = 16;

  /** Of an error code. */
  public static final int MAX_ERROR_CODE_LENGTH = 128;

  /** Of an error message; longer ones are cut. */
  public static final int MAX_ERROR_MESSAGE_LENGTH = 1024;

  /** Of the name of a service or host. */
  public static final int MAX_SOURCE_LENGTH = 128;

  /** Attributes of one event. */
  public static final int MAX_ATTRIBUTES = 16;

  /** Of an attribute's name. */
  public static final int MAX_ATTRIBUTE_KEY_LENGTH = 64;

  /** Of an attribute's value. */
  public static final int MAX_ATTRIBUTE_VALUE_LENGTH = 256;

  /** 2000-01-01T00:00:00Z: the earliest legal timestamp. */
  public static final Instant MIN_TIMESTAMP = Instant.ofEpochSecond(946_684_800L);

  /** 2200-01-01T00:00:00Z: the first instant after the legal timestamps. */
  public static final Instant END_OF_TIMESTAMPS = Instant.ofEpochSecond(7_258_118_400L);

  private static final int SHOWN_OF_A_BAD_VALUE = 64;

  private Limits() {}

  /**
   * The text, cut to {@code maxLength} code points with a closing {@code …} where it is longer.
   * Never splits a code point.
   */
  public static String cut(String text, int maxLength) {
    if (!isLonger(text, maxLength)) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, maxLength - 1)) + "…";
  }

  /** Whether the text has more code points than this; looks no further than it must. */
  private static boolean isLonger(String text, int maxLength) {
    // Code points never outnumber chars, nor are they fewer than half of them.
    if (text.length() <= maxLength || text.length() > 2 * maxLength) {
      return text.length() > maxLength;
    }
    return text.codePointCount(0, text.length()) > maxLength;
  }

  static String name(String field, @Nullable String value, int maxLength, boolean hashAllowed) {
    String text = text(field, value, maxLength);
    if (text.isEmpty()) {
      throw invalid(field, text, "must not be empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw invalid(field, text, "must not contain control characters");
      }
      if (c == '#' && !hashAllowed) {
        throw invalid(field, text, "must not contain '#'");
      }
    }
    return text;
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidEventException(
          RejectReason.MISSING_FIELD,
          field,
          "field '" + field + "' is missing; every event needs it");
    }
    return value;
  }

  static String text(String field, @Nullable String value, int maxLength) {
    String text = required(field, value);
    if (isLonger(text, maxLength)) {
      throw invalid(field, text, "must have at most " + maxLength + " characters");
    }
    requireEncodable(field, text);
    return text;
  }

  /** A quick yes: {@link #text} takes it. No means that only {@link #text} can tell. */
  static boolean isText(@Nullable String value, int maxLength) {
    if (value == null || value.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static String token(String field, String value) {
    if (value.isEmpty() || value.length() > MAX_TOKEN_LENGTH) {
      throw invalid(field, value, "must have 1 to " + MAX_TOKEN_LENGTH + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!legal) {
        throw invalid(field, value, "may only contain A-Z, a-z, 0-9, '_' and '-'");
      }
    }
    return value;
  }

  static String traceId(String value) {
    boolean legal = value.length() == 32;
    for (int i = 0; legal && i < 32; i++) {
      char c = value.charAt(i);
      legal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!legal) {
      throw invalid("traceId", value, "must be 32 lower-case hexadecimal digits");
    }
    return value;
  }

  static Instant timestamp(@Nullable Instant value) {
    Instant instant = required("timestamp", value);
    if (instant.isBefore(MIN_TIMESTAMP) || !instant.isBefore(END_OF_TIMESTAMPS)) {
      throw invalid("timestamp", instant.toString(), "must lie in the years 2000 to 2199");
    }
    return instant;
  }

  /** A lone surrogate has no UTF-8 form: it could neither be stored nor shown as it was sent. */
  private static void requireEncodable(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!paired) {
          throw invalid(field, value, "must not contain half of a surrogate pair");
        }
        i++;
      }
    }
  }

  static InvalidEventException invalid(String field, String value, String rule) {
    return new InvalidEventException(
        RejectReason.INVALID_FIELD,
        field,
        "field '" + field + "' " + rule + "; it is '" + shown(value) + "'");
  }

  /** A bad value may be anything: what is shown of it is short and printable. */
  private static String shown(String value) {
    StringBuilder shown = new StringBuilder();
    cut(value, SHOWN_OF_A_BAD_VALUE)
        .codePoints()
        .forEach(
            c -> {
              boolean printable = !Character.isISOControl(c) && (c < 0xD800 || c > 0xDFFF);
              shown.appendCodePoint(printable ? c : 0xFFFD);
            });
    return shown.toString();
  }
}
