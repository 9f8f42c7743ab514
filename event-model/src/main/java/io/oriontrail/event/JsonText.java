package io.oriontrail.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes the pieces of JSON, in UTF-8, with Jackson's escapes: the short ones where JSON has them,
 * {@code \}{@code u00XX} for other control characters, and an escaped pair for what lies beyond the
 * basic plane. That this is byte for byte what Jackson writes is held by a test; derived event ids
 * depend on it.
 *
 * <p>Room is made once a message, by {@link #ensure}; nothing else looks whether there is any.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** The longest form of one char. */
  static final int ESCAPE_LENGTH = 6;

  /** The longest form of a number, in either radix. */
  static final int LONGEST_NUMBER = 20;

  private static final int RADIX = 36;
  private static final int TO_SECONDS = "2026-11-22T10:15:30".length();

  /** A {@link Piece} writes a little beyond its end. */
  private static final int SLACK = Long.BYTES;

  /** For each ASCII character: 0 as it is, 1 as six characters, else the letter of its escape. */
  private static final byte[] ESCAPES = new byte[128];

  static {
    Arrays.fill(ESCAPES, 0, 0x20, (byte) 1);
    ESCAPES['\b'] = 'b';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\f'] = 'f';
    ESCAPES['\r'] = 'r';
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
  }

  byte[] bytes;
  int size;

  /** Whether all strings from here on are {@link PlainText}. */
  boolean plain;

  /** The second that was written last, and its text: most events share it with the one before. */
  private long lastSecond = Long.MIN_VALUE;

  private final byte[] lastTime = new byte[Rfc3339.LENGTH];

  JsonText(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Makes room for so many bytes. */
  void ensure(int more) {
    int needed = size + more + SLACK;
    if (bytes.length < needed) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, needed));
    }
  }

  void raw(byte b) {
    bytes[size++] = b;
  }

  void raw(Piece piece) {
    size = piece.write(bytes, size);
  }

  void text(Piece name, String value) {
    raw(name);
    string(value);
  }

  void number(Piece name, long value) {
    raw(name);
    number(value);
  }

  /** A string that is known to be ASCII without anything to escape. */
  void token(Piece name, String value) {
    raw(name);
    copy(value);
  }

  @SuppressWarnings("deprecation") // for ASCII the lower bytes are all: one copy, no loop
  private void copy(String value) {
    int length = value.length();
    int at = size;
    bytes[at] = '"';
    value.getBytes(0, length, bytes, at + 1);
    bytes[at + 1 + length] = '"';
    size = at + length + 2;
  }

  /** {@code "prefix-number"}, the number in base 36. */
  void numbered(Piece name, String prefix, long number) {
    token(name, prefix);
    bytes[size - 1] = '-';
    int digits = 1;
    for (long rest = number; rest >= RADIX; rest /= RADIX) {
      digits++;
    }
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      int digit = (int) (rest % RADIX);
      bytes[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
      rest /= RADIX;
    }
    size += digits;
    raw((byte) '"');
  }

  /** {@code name} ends with the opening quote. */
  void time(Piece name, Instant instant) {
    raw(name);
    long second = instant.getEpochSecond();
    if (second != lastSecond) {
      Rfc3339.format(instant, lastTime, 0);
      lastSecond = second;
    }
    System.arraycopy(lastTime, 0, bytes, size, Rfc3339.LENGTH);
    Rfc3339.digits(bytes, size + TO_SECONDS + 1, 9, instant.getNano());
    bytes[size + Rfc3339.LENGTH] = '"';
    size += Rfc3339.LENGTH + 1;
  }

  void number(long value) {
    if (value < 0) {
      for (byte b : Long.toString(value).getBytes(StandardCharsets.US_ASCII)) {
        raw(b); // no legal event has one
      }
      return;
    }
    int digits = 1;
    for (long power = 10; digits < 19 && value >= power; power *= 10) {
      digits++;
    }
    long rest = value;
    int at = size + digits;
    while (at - size >= 2) {
      at -= 2;
      Rfc3339.pair(bytes, at, (int) (rest % 100));
      rest /= 100;
    }
    if (at > size) {
      bytes[size] = (byte) ('0' + rest);
    }
    size += digits;
  }

  void string(String value) {
    if (plain) {
      copy(value);
    } else {
      escaped(value);
    }
  }

  private void escaped(String value) {
    byte[] target = bytes;
    int at = size;
    target[at++] = '"';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80 && ESCAPES[c] == 0) {
        target[at++] = (byte) c;
      } else {
        at = special(c, target, at);
      }
    }
    target[at++] = '"';
    size = at;
  }

  private static int special(char c, byte[] target, int offset) {
    int at = offset;
    if (c < 0x80) {
      byte escape = ESCAPES[c];
      if (escape == 1) {
        return sixCharacters(c, target, at);
      }
      target[at++] = '\\';
      target[at++] = escape;
    } else if (c < 0x800) {
      target[at++] = (byte) (0xC0 | (c >> 6));
      target[at++] = (byte) (0x80 | (c & 0x3F));
    } else if (Character.isSurrogate(c)) {
      return sixCharacters(c, target, at);
    } else {
      target[at++] = (byte) (0xE0 | (c >> 12));
      target[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      target[at++] = (byte) (0x80 | (c & 0x3F));
    }
    return at;
  }

  private static int sixCharacters(char c, byte[] target, int at) {
    target[at] = '\\';
    target[at + 1] = 'u';
    target[at + 2] = HEX[c >> 12];
    target[at + 3] = HEX[(c >> 8) & 0xF];
    target[at + 4] = HEX[(c >> 4) & 0xF];
    target[at + 5] = HEX[c & 0xF];
    return at + ESCAPE_LENGTH;
  }
}
