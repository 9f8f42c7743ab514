package io.oriontrail.store;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Bytes of an item as DynamoDB bills them: names and values in UTF-8, a number about a byte for two
 * digits, 3 bytes and 1 per element for lists and maps. See "DynamoDB item sizes and formats" in
 * AWS's developer guide.
 */
final class ItemSize {
  /** What one write unit holds. */
  static final int WRITE_UNIT = 1024;

  /** Ten digits, none of them a zero at the end. */
  private static final int LONGEST_EPOCH_SECOND = 6;

  private static final int MOST_BYTES_OF_A_CHAR = 3;

  private static final int CONTAINER = 3;
  static final int ELEMENT = 1;

  private ItemSize() {}

  static int of(Map<String, AttributeValue> item) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return size;
  }

  /** By how much another second's time could be larger: zeros at a number's end are not billed. */
  static int unusedBy(long epochSecond) {
    return LONGEST_EPOCH_SECOND - number(Long.toString(epochSecond));
  }

  /**
   * A quick yes: the item is no larger than a write unit, whatever its time. No means that {@link
   * #of} can tell.
   */
  static boolean isSurelySmall(Map<String, AttributeValue> item) {
    int most = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      AttributeValue value = attribute.getValue();
      String text = value.s() == null ? value.n() : value.s();
      most +=
          attribute.getKey().length()
              + (text == null ? of(value) : text.length() * MOST_BYTES_OF_A_CHAR);
    }
    return most <= WRITE_UNIT;
  }

  private static int of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> number(value.n());
      case BOOL, NUL -> 1;
      case M -> CONTAINER + ELEMENT * value.m().size() + of(value.m());
      case L -> {
        int size = CONTAINER + ELEMENT * value.l().size();
        for (AttributeValue element : value.l()) {
          size += of(element);
        }
        yield size;
      }
      default -> throw new IllegalArgumentException("no item of ours holds a " + value.type());
    };
  }

  /** Zeros at either end are not billed; the sign is. */
  private static int number(String digits) {
    int from = digits.startsWith("-") ? 1 : 0;
    int to = digits.length();
    while (to - from > 1 && digits.charAt(to - 1) == '0') {
      to--;
    }
    return (to - from + 1) / 2 + 1 + (from == 1 ? 1 : 0);
  }

  /** Length of the text in UTF-8, without encoding it. */
  static int utf8(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair counts 2 of the pair's 4 bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
