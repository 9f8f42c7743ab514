package io.oriontrail.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be added to one item of the roll-ups: numbers to its counters, marks to its sets. Not
 * safe for use by several threads at once.
 */
public final class RollupUpdate {
  private final ItemKey key;
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<String, Set<Long>> marks = new TreeMap<>();

  RollupUpdate(ItemKey key) {
    this.key = key;
  }

  void add(String counter) {
    counters.merge(counter, 1L, Long::sum);
  }

  void mark(String set, long mark) {
    marks.computeIfAbsent(set, absent -> new TreeSet<>()).add(mark);
  }

  void addAll(RollupUpdate other) {
    other.counters.forEach((name, count) -> counters.merge(name, count, Long::sum));
    other.marks.forEach(
        (name, more) -> marks.computeIfAbsent(name, absent -> new TreeSet<>()).addAll(more));
  }

  /** The same but for what is to be added to counters and sets of these names. */
  RollupUpdate without(Collection<String> names) {
    RollupUpdate rest = new RollupUpdate(key);
    rest.addAll(this);
    names.forEach(rest.counters::remove);
    names.forEach(rest.marks::remove);
    return rest;
  }

  ItemKey key() {
    return key;
  }

  Map<String, Long> counters() {
    return counters;
  }

  Map<String, Set<Long>> marks() {
    return marks;
  }
}
