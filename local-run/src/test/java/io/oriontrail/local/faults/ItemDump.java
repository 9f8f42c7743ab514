package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table as text, the same for the same items: all but the time to live, which each write sets.
 */
public final class ItemDump {
  private static final String TTL = "ttl";

  private ItemDump() {}

  /** One line an item, sorted. */
  public static List<String> of(Collection<Map<String, AttributeValue>> items) {
    return items.stream().map(ItemDump::line).sorted().toList();
  }

  /** What one has and the other has not; empty where they are the same, line by line. */
  public static List<String> differences(List<String> actual, List<String> expected) {
    List<String> differences = new ArrayList<>();
    if (!actual.equals(expected)) {
      Set<String> known = new HashSet<>(expected);
      actual.stream().filter(line -> !known.remove(line)).forEach(l -> differences.add("+ " + l));
      known.forEach(line -> differences.add("- " + line));
    }
    return differences;
  }

  private static String line(Map<String, AttributeValue> item) {
    if (!item.containsKey(TTL)) {
      throw new AssertionError("an item without a time to live: " + item);
    }
    Map<String, AttributeValue> rest = new TreeMap<>(item);
    rest.remove(TTL);
    return text(rest);
  }

  private static String text(Map<String, AttributeValue> map) {
    StringBuilder text = new StringBuilder("{");
    new TreeMap<>(map)
        .forEach((name, value) -> text.append(name).append('=').append(text(value)).append(','));
    return text.append('}').toString();
  }

  private static String text(AttributeValue value) {
    return switch (value.type()) {
      case S -> "S'" + value.s() + "'";
      case N -> "N" + value.n();
      case BOOL -> "BOOL" + value.bool();
      case B -> "B" + java.util.HexFormat.of().formatHex(value.b().asByteArray());
      case M -> text(value.m());
      case L -> value.l().stream().map(ItemDump::text).toList().toString();
      default -> throw new AssertionError("no item of ours holds a " + value.type());
    };
  }

  /** Roughly what DynamoDB counts. */
  static int sizeOf(Map<String, AttributeValue> item) {
    return text(new TreeMap<>(item)).getBytes(UTF_8).length;
  }
}
