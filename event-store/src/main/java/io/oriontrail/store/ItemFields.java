package io.oriontrail.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item's attributes by name and type. What is asked for and not there, or of another type,
 * throws IllegalArgumentException: someone else has written the item.
 */
record ItemFields(Map<String, AttributeValue> item) {

  String text(String name) {
    return present(textOrNull(name), name);
  }

  @Nullable String textOrNull(String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : present(value.s(), name);
  }

  long number(String name) {
    return present(numberOrNull(name), name);
  }

  @Nullable Long numberOrNull(String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : Long.valueOf(present(value.n(), name));
  }

  List<String> texts(String name) {
    AttributeValue value = item.get(name);
    return value == null
        ? List.of()
        : value.l().stream().map(element -> present(element.s(), name)).toList();
  }

  /** The attributes within the attribute; none where it is absent. */
  ItemFields within(String name) {
    AttributeValue value = item.get(name);
    return new ItemFields(value == null ? Map.of() : value.m());
  }

  private static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("the item's '" + name + "' is absent or of another type");
    }
    return value;
  }
}
