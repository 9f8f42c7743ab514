package io.oriontrail.store;

import io.oriontrail.event.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes pages of failures: hour by hour from the newest, the shards of an hour side by side. */
final class FailureSearch {
  /** Of a window in which little fails, a call looks at so much. */
  static final int HOURS_PER_CALL = 24;

  private static final Duration HOUR = Duration.ofHours(1);

  /** No id holds it, so it parts the two halves of a place. */
  private static final char SEPARATOR = '\n';

  private static final Comparator<StoredEvent> NEWEST_FIRST =
      Comparator.comparing(StoredEvent::sortKey, CodePoints.ORDER)
          .thenComparing(event -> TableLayout.partitionKey(event.event().key()), CodePoints.ORDER)
          .reversed();

  /** What a store has to offer for it. */
  interface Source {
    /** Those of the hour that are wanted, from every shard at least its newest {@code limit}. */
    Found failuresOfHour(Instant hour, Part part, int limit);
  }

  /**
   * What is looked for.
   *
   * @param from no sort key below this one
   * @param to no sort key beyond this one; its own may be wanted
   */
  record Part(String from, String to, Predicate<StoredEvent> wanted) {}

  /** Failures in any order. */
  record Found(List<StoredEvent> events, int unreadable) {}

  private FailureSearch() {}

  static FailurePage read(Source source, FailureQuery query, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more; it is " + limit);
    }
    String to = after == null ? Rfc3339.format(query.to()) : place(after);
    Instant hour = hourOf(to);
    List<StoredEvent> failures = new ArrayList<>();
    int unreadable = 0;
    for (int looked = 0; looked < HOURS_PER_CALL; looked++) {
      if (hour.plus(HOUR).compareTo(query.from()) <= 0) {
        return page(failures, null, unreadable, limit);
      }
      int wanted = limit + 1 - failures.size();
      Found found =
          source.failuresOfHour(
              hour,
              new Part(
                  Rfc3339.format(query.from()),
                  to,
                  event -> query.matches(event.event()) && isBehind(event, after)),
              wanted);
      unreadable += found.unreadable();
      found.events().stream().sorted(NEWEST_FIRST).forEach(failures::add);
      if (failures.size() > limit) {
        return page(failures, "", unreadable, limit);
      }
      // Nothing of this hour, and all of those before it: a time sorts before what begins with it.
      to = Rfc3339.format(hour);
      hour = hour.minus(HOUR);
    }
    return page(failures, to, unreadable, limit);
  }

  private static FailurePage page(
      List<StoredEvent> failures, @Nullable String next, int unreadable, int limit) {
    if (failures.size() <= limit) {
      return new FailurePage(failures, next, unreadable);
    }
    StoredEvent last = failures.get(limit - 1);
    return new FailurePage(
        failures.subList(0, limit),
        last.sortKey() + SEPARATOR + TableLayout.partitionKey(last.event().key()),
        unreadable);
  }

  private static boolean isBehind(StoredEvent event, @Nullable String after) {
    int separator = after == null ? -1 : after.indexOf(SEPARATOR);
    if (after == null || separator < 0) {
      return true;
    }
    int order = CodePoints.ORDER.compare(event.sortKey(), after.substring(0, separator));
    String pk = TableLayout.partitionKey(event.event().key());
    return order < 0
        || (order == 0 && CodePoints.ORDER.compare(pk, after.substring(separator + 1)) < 0);
  }

  private static String place(String after) {
    int separator = after.indexOf(SEPARATOR);
    return separator < 0 ? after : after.substring(0, separator);
  }

  /** The hour in which the last sort key up to this one lies. */
  private static Instant hourOf(String to) {
    Instant time =
        to.length() < Rfc3339.LENGTH ? null : Rfc3339.parse(to.substring(0, Rfc3339.LENGTH));
    if (time == null) {
      throw new IllegalArgumentException("'" + to + "' is no place in a list of failures");
    }
    Instant last = to.length() == Rfc3339.LENGTH ? time.minusNanos(1) : time;
    return last.truncatedTo(ChronoUnit.HOURS);
  }
}
