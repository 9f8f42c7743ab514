package io.oriontrail.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event: an immutable, checked map, sorted by name. Names and values lie in
 * one array, which keeps an event that waits to be sent small.
 */
public final class Attributes extends AbstractMap<String, String> {
  /** No attributes. */
  public static final Attributes NONE = new Attributes(new String[0]);

  /** Name, value, name, value … in the order of the names. */
  private final String[] pairs;

  private final int textLength;
  private final boolean plain;

  private Attributes(String[] pairs) {
    this.pairs = pairs;
    int length = 0;
    boolean allPlain = true;
    for (String text : pairs) {
      length += text.length();
      allPlain &= PlainText.is(text);
    }
    this.textLength = length;
    this.plain = allPlain;
  }

  /**
   * The first {@code count} pairs of {@code namesAndValues}: name, value, name, value …; where a
   * name stands twice, its last value counts. The array is copied.
   *
   * @throws InvalidEventException if there are too many, or a name or value is illegal
   */
  public static Attributes of(String[] namesAndValues, int count) {
    String[] sorted = new String[2 * count];
    int size = 0;
    for (int i = 0; i < 2 * count; i += 2) {
      size = insert(sorted, size, namesAndValues[i], namesAndValues[i + 1]);
    }
    return checked(size == sorted.length ? sorted : Arrays.copyOf(sorted, size));
  }

  /**
   * The map's entries.
   *
   * @throws InvalidEventException if there are too many, or a name or value is illegal
   */
  public static Attributes copyOf(Map<String, String> map) {
    if (map instanceof Attributes attributes) {
      return attributes;
    }
    requireFew(map.size());
    String[] pairs = new String[2 * map.size()];
    int size = 0;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      size = insert(pairs, size, entry.getKey(), entry.getValue());
    }
    return checked(pairs);
  }

  /** Insertion sort: there are at most a few, and those of one place come in one order. */
  private static int insert(String[] pairs, int size, String name, String value) {
    Limits.name("attributes", name, Limits.MAX_ATTRIBUTE_KEY_LENGTH, true);
    int at = size;
    while (at > 0 && pairs[at - 2].compareTo(name) >= 0) {
      at -= 2;
    }
    boolean again = at < size && pairs[at].equals(name);
    if (!again) {
      System.arraycopy(pairs, at, pairs, at + 2, size - at);
    }
    pairs[at] = name;
    pairs[at + 1] = value;
    return again ? size : size + 2;
  }

  private static Attributes checked(String[] pairs) {
    requireFew(pairs.length / 2);
    for (int i = 1; i < pairs.length; i += 2) {
      // The field's name is put together only where it is needed: this runs for every event.
      if (Limits.isText(pairs[i], Limits.MAX_ATTRIBUTE_VALUE_LENGTH)) {
        continue;
      }
      Limits.text("attributes." + pairs[i - 1], pairs[i], Limits.MAX_ATTRIBUTE_VALUE_LENGTH);
    }
    return pairs.length == 0 ? NONE : new Attributes(pairs);
  }

  private static void requireFew(int size) {
    if (size > Limits.MAX_ATTRIBUTES) {
      throw Limits.invalid(
          "attributes", size + " entries", "must have at most " + Limits.MAX_ATTRIBUTES);
    }
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  /** The characters of all names and values together. */
  public int textLength() {
    return textLength;
  }

  /** Whether every name and value is {@link PlainText}. */
  boolean isPlain() {
    return plain;
  }

  String name(int index) {
    return pairs[2 * index];
  }

  String value(int index) {
    return pairs[2 * index + 1];
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return Attributes.this.size();
      }

      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, String>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size();
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<String, String> entry = Map.entry(name(next), value(next));
      next++;
      return entry;
    }
  }
}
