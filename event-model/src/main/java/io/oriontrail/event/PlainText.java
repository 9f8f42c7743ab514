package io.oriontrail.event;

import org.jspecify.annotations.Nullable;

/**
 * Texts that JSON holds as they are: printable ASCII without quote and backslash, one byte a
 * character. Nearly all are. Checked once, where an event is made, so that writing it later is a
 * mere copy.
 */
final class PlainText {
  private PlainText() {}

  /** Whether the text is plain; no text at all is. */
  static boolean is(@Nullable String text) {
    if (text == null) {
      return true;
    }
    boolean plain = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }
    return plain;
  }
}
