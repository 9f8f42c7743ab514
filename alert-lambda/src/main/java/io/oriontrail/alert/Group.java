package io.oriontrail.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of alarms that belong to one trouble: their last changes, and who has been told.
 * From its first alarm until none of its alarms is left, a trouble is told once to each severity,
 * and a page spares the ticket; when it is over, all who were told are told that. An immutable
 * value; what follows from a change is {@link #after}.
 *
 * @param last each alarm's last change, by its name in full
 * @param since when the trouble began; null while there is none
 * @param told who knows of it
 */
record Group(Map<String, Last> last, @Nullable Instant since, Set<Severity> told) {
  /** Nothing is known. */
  static final Group NONE = new Group(Map.of(), null, Set.of());

  Group {
    last = Map.copyOf(last);
    told = Set.copyOf(told);
  }

  /**
   * An alarm's last change, and what came of it: another delivery of it has to come to the same.
   *
   * @param to who was to be told; nobody where it stayed quiet
   * @param since when the trouble began that this change belongs to
   */
  record Last(Instant at, boolean alarming, Set<Severity> to, Instant since) {
    Last {
      to = Set.copyOf(to);
    }
  }

  /**
   * What a change leads to.
   *
   * @param group the group afterwards
   * @param to who is told; nobody where it stays quiet
   * @param since when the trouble began
   */
  record Step(Group group, Set<Severity> to, Instant since) {}

  /**
   * Takes the change in.
   *
   * @param lasting for how long an alarm keeps others quiet, since its return may have been missed
   */
  Step after(AlarmChange change, Severity severity, Duration lasting) {
    Last known = last.get(change.name());
    if (known != null && known.at().equals(change.at()) && known.alarming() == change.alarming()) {
      return new Step(this, known.to(), known.since());
    }
    if (known != null && change.at().isBefore(known.at())) {
      // Messages may overtake each other; what came later is the truth.
      return new Step(this, Set.of(), known.since());
    }
    return change.alarming()
        ? begun(change, severity, lasting)
        : ended(change, known != null && known.alarming(), lasting);
  }

  private Step begun(AlarmChange change, Severity severity, Duration lasting) {
    boolean first = others(change, lasting).isEmpty();
    Instant began = first || since == null ? change.at() : since;
    Set<Severity> known = first ? Set.of() : told;
    boolean quiet = known.stream().anyMatch(other -> other.compareTo(severity) >= 0);
    Set<Severity> to = quiet ? Set.of() : Set.of(severity);
    Set<Severity> nowTold = EnumSet.noneOf(Severity.class);
    nowTold.addAll(known);
    nowTold.addAll(to);
    return new Step(with(change, to, began, began, nowTold), to, began);
  }

  private Step ended(AlarmChange change, boolean wasOpen, Duration lasting) {
    Instant began = since == null ? change.at() : since;
    boolean over = wasOpen && since != null && others(change, lasting).isEmpty();
    Set<Severity> to = over ? told : Set.of();
    return new Step(
        with(change, to, began, over ? null : since, over ? Set.of() : told), to, began);
  }

  /** What else of the group is in alarm, and not since so long that it may be over unnoticed. */
  private Collection<String> others(AlarmChange change, Duration lasting) {
    return last.entrySet().stream()
        .filter(other -> !other.getKey().equals(change.name()))
        .filter(other -> other.getValue().alarming())
        .filter(other -> other.getValue().at().isAfter(change.at().minus(lasting)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Group with(
      AlarmChange change,
      Set<Severity> to,
      Instant began,
      @Nullable Instant newSince,
      Set<Severity> newTold) {
    Map<String, Last> all = new TreeMap<>(last);
    all.put(change.name(), new Last(change.at(), change.alarming(), to, began));
    return new Group(all, newSince, newTold);
  }

  /** The alarms of the trouble that began then, but for the one named, in the order of names. */
  Set<String> besides(String name, Instant began) {
    Map<String, Last> found = new TreeMap<>(last);
    found.remove(name);
    found.values().removeIf(other -> !other.since().equals(began));
    return new TreeSet<>(found.keySet());
  }
}
