package io.oriontrail.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes the pieces of JSON, in UTF-8, with Jackson's escapes: the short ones where JSON has them,
 * {@code \}{@code u00XX} for other control characters, and an escaped pair for what lies beyond the
 * basic plane. That this is byte for byte what Jackson writes is held by a test; derived event ids
 * depend on it.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** The longest form of one char. */
  private static final int ESCAPE_LENGTH = 6;

  private static final int LONGEST_NUMBER = 20;
  private static final int TO_SECONDS = "2026-11-22T10:15:30".length();

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

  /** The second that was written last, and its text: most events share it with the one before. */
  private long lastSecond = Long.MIN_VALUE;

  private final byte[] lastTime = new byte[Rfc3339.LENGTH];

  JsonText(int capacity) {
    this.bytes = new byte[capacity];
  }

  void raw(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  void raw(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  void text(byte[] name, String value) {
    raw(name);
    string(value);
  }

  void number(byte[] name, long value) {
    raw(name);
    number(value);
  }

  /** A string that is known to be ASCII without anything to escape. */
  @SuppressWarnings("deprecation") // for ASCII the lower bytes are all: one copy, no loop
  void token(byte[] name, String value) {
    raw(name);
    int length = value.length();
    ensure(length + 2);
    bytes[size] = '"';
    value.getBytes(0, length, bytes, size + 1);
    bytes[size + 1 + length] = '"';
    size += length + 2;
  }

  /** {@code "prefix-number"}, the number in base 36. */
  void numbered(byte[] name, String prefix, long number) {
    token(name, prefix);
    ensure(LONGEST_NUMBER);
    bytes[size - 1] = '-';
    int digits = 1;
    for (long rest = number; rest >= 36; rest /= 36) {
      digits++;
    }
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) Character.forDigit((int) (rest % 36), 36);
      rest /= 36;
    }
    size += digits;
    raw((byte) '"');
  }

  /** {@code name} ends with the opening quote. */
  void time(byte[] name, Instant instant) {
    raw(name);
    ensure(Rfc3339.LENGTH + 1);
    long second = instant.getEpochSecond();
    int nano = instant.getNano();
    if (second == lastSecond) {
      Rfc3339.digits(lastTime, TO_SECONDS + 1, 9, nano);
    } else {
      Rfc3339.format(instant, lastTime, 0);
      lastSecond = second;
    }
    System.arraycopy(lastTime, 0, bytes, size, Rfc3339.LENGTH);
    bytes[size + Rfc3339.LENGTH] = '"';
    size += Rfc3339.LENGTH + 1;
  }

  void number(long value) {
    ensure(LONGEST_NUMBER);
    if (value < 0) {
      raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII)); // no legal event has one
      return;
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  void string(String value) {
    int length = value.length();
    ensure(length * ESCAPE_LENGTH + 2);
    byte[] target = bytes;
    int at = size;
    target[at++] = '"';
    for (int i = 0; i < length; i++) {
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

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
