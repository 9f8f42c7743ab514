package io.oriontrail.alert;

import java.util.function.IntPredicate;

/**
 * Makes texts of others fit for messages: names and codes are whatever a producer sent, and chats
 * read marks in them. Control characters become spaces, angle brackets and the sign that calls
 * people become others that look like them.
 */
final class PlainText {
  private static final int MOST_OF_A_SUBJECT = 99;

  private PlainText() {}

  static String of(String text) {
    return mapped(text, Character::isISOControl)
        .replace('<', '‹')
        .replace('>', '›')
        .replace('@', '＠')
        .replace('`', '\'');
  }

  /** As SNS takes it: printable ASCII, fewer than a hundred characters. */
  static String subject(String text) {
    StringBuilder subject = new StringBuilder();
    of(text).codePoints().map(c -> c < ' ' || c > '~' ? '?' : c).forEach(subject::appendCodePoint);
    return subject.length() <= MOST_OF_A_SUBJECT
        ? subject.toString()
        : subject.substring(0, MOST_OF_A_SUBJECT - 3) + "...";
  }

  private static String mapped(String text, IntPredicate toSpace) {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints().map(c -> toSpace.test(c) ? ' ' : c).forEach(mapped::appendCodePoint);
    return mapped.toString();
  }
}
