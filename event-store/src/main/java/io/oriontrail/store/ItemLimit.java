package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an event's item within one write unit: a byte more doubles its price. The error message is
 * cut first, then attributes in key order; nothing else is. Where the rest alone needs more units
 * (names of hundreds of characters), it is kept within those. The same event is always cut alike.
 */
final class ItemLimit {
  private static final String MARK = "…";
  private static final int MARK_SIZE = ItemSize.utf8(MARK);
  private static final int FLAG_SIZE = ItemSize.utf8(TableLayout.CUT) + 1;

  private ItemLimit() {}

  /**
   * The event that is to be stored in place of one whose item is too large; null where none is.
   *
   * @param size of the event's whole item
   */
  static @Nullable StepEvent shortened(StepEvent event, int size) {
    if (size <= ItemSize.WRITE_UNIT) {
      return null;
    }
    int rest = size - cuttable(event) + FLAG_SIZE;
    int units = Math.ceilDiv(rest, ItemSize.WRITE_UNIT);
    int over = size + FLAG_SIZE - units * ItemSize.WRITE_UNIT;
    if (over <= FLAG_SIZE) {
      return null;
    }
    StepEvent.Builder shorter = event.toBuilder();
    String message = event.errorMessage();
    if (message != null) {
      String cut = cut(message, over);
      shorter.errorMessage(cut);
      over -= saved(TableLayout.MESSAGE, message, cut, 0);
    }
    if (over > 0) {
      shorter.attributes(cut(event.attributes(), over));
    }
    return shorter.build();
  }

  private static int cuttable(StepEvent event) {
    int size = 0;
    if (event.errorMessage() != null) {
      size += ItemSize.utf8(TableLayout.MESSAGE) + ItemSize.utf8(event.errorMessage());
    }
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      size +=
          ItemSize.utf8(attribute.getKey())
              + ItemSize.utf8(attribute.getValue())
              + ItemSize.ELEMENT;
    }
    return size;
  }

  private static Map<String, String> cut(Map<String, String> attributes, int tooMany) {
    TreeMap<String, String> shorter = new TreeMap<>(attributes);
    int over = tooMany;
    for (String name : new ArrayList<>(shorter.keySet())) {
      if (over <= 0) {
        break;
      }
      String value = attributes.getOrDefault(name, "");
      String cut = cut(value, over);
      if (cut == null) {
        shorter.remove(name);
      } else {
        shorter.put(name, cut);
      }
      over -= saved(name, value, cut, ItemSize.ELEMENT);
    }
    return shorter;
  }

  private static int saved(String name, String before, @Nullable String after, int element) {
    return after == null
        ? ItemSize.utf8(name) + ItemSize.utf8(before) + element
        : ItemSize.utf8(before) - ItemSize.utf8(after);
  }

  /** The text without its last {@code tooMany} bytes and marked; null where too little is left. */
  private static @Nullable String cut(String text, int tooMany) {
    int room = ItemSize.utf8(text) - tooMany - MARK_SIZE;
    if (room <= 0) {
      return null;
    }
    int end = 0;
    for (int used = 0; end < text.length(); ) {
      int next = text.offsetByCodePoints(end, 1);
      used += ItemSize.utf8(text.substring(end, next));
      if (used > room) {
        break;
      }
      end = next;
    }
    return end == 0 ? null : text.substring(0, end) + MARK;
  }
}
