package io.oriontrail.query;

import java.util.Comparator;

/**
 * Text by code points, which is also the order of its UTF-8 bytes and so of sort keys in the table.
 * {@link String#compareTo} differs for characters beyond the basic plane.
 */
final class CodePointOrder {
  static final Comparator<String> INSTANCE = CodePointOrder::compare;

  private CodePointOrder() {}

  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others.
        boolean xBeyond = Character.isSurrogate(x);
        boolean yBeyond = Character.isSurrogate(y);
        return xBeyond == yBeyond ? Character.compare(x, y) : xBeyond ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
