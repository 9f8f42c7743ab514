package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What completeness asks of one emitter's heartbeats: those next to each end of the window, when it
 * began and when it was last heard of. So it takes the same room however many are added, which may
 * be in any order. For one thread.
 */
final class EmitterBeats {
  private final Instant from;
  private final Instant to;
  private final Ends atFrom;
  private final Ends atTo;
  private @Nullable Heartbeat first;
  private @Nullable Instant lastHeard;
  private boolean heardWithin;

  /** None yet; the window is from {@code from} up to {@code to}. */
  EmitterBeats(Instant from, Instant to) {
    this.from = from;
    this.to = to;
    atFrom = new Ends(from);
    atTo = new Ends(to);
  }

  /** Takes one more heartbeat of the emitter. */
  void add(Heartbeat beat) {
    Instant time = beat.timestamp();
    atFrom.add(beat);
    atTo.add(beat);
    first = first == null || beat.seq() < first.seq() ? beat : first;
    lastHeard = lastHeard == null || time.isAfter(lastHeard) ? time : lastHeard;
    heardWithin |= !time.isBefore(from) && time.isBefore(to);
  }

  /** Whether the emitter timed a heartbeat within the window, whatever it says. */
  boolean heardWithin() {
    return heardWithin;
  }

  /** When it timed the latest heartbeat of all that were added. */
  Instant lastHeard() {
    if (lastHeard == null) {
      throw new IllegalStateException("no heartbeat was added");
    }
    return lastHeard;
  }

  /** The counters of which anything is known at the window's ends. */
  Set<String> counters() {
    Set<String> names = new TreeSet<>();
    atFrom.addNames(names);
    atTo.addNames(names);
    return names;
  }

  /** Growth of the counter within the window; between heartbeats it is taken to grow evenly. */
  long growth(String counter) {
    // Before its first heartbeat of all, an emitter had counted nothing.
    boolean begun = first != null && first.seq() == 0 && first.timestamp().isAfter(from);
    return Math.max(0, atTo.value(counter) - (begun ? 0 : atFrom.value(counter)));
  }

  private record Point(Instant time, Map<String, Long> counters) {
    static Point of(Heartbeat beat) {
      return new Point(beat.timestamp(), beat.counters());
    }

    long value(String counter) {
      return counters.getOrDefault(counter, 0L);
    }

    /** Counters only grow, so of two at the same time the greater value is the later one. */
    Point with(Point other) {
      Map<String, Long> greater = new TreeMap<>(counters);
      other.counters.forEach((name, count) -> greater.merge(name, count, Math::max));
      return new Point(time, greater);
    }
  }

  /** The heartbeats next to a point of time: the last up to it, and the first from it on. */
  private static final class Ends {
    private final Instant at;
    private @Nullable Point before;
    private @Nullable Point behind;

    Ends(Instant at) {
      this.at = at;
    }

    void add(Heartbeat beat) {
      int side = beat.timestamp().compareTo(at);
      if (side <= 0) {
        before = nearer(before, Point.of(beat), 1);
      }
      if (side >= 0) {
        behind = nearer(behind, Point.of(beat), -1);
      }
    }

    private static Point nearer(@Nullable Point known, Point added, int sign) {
      if (known == null) {
        return added;
      }
      int order = sign * Integer.signum(added.time().compareTo(known.time()));
      return order == 0 ? known.with(added) : order > 0 ? added : known;
    }

    void addNames(Set<String> names) {
      if (before != null) {
        names.addAll(before.counters().keySet());
      }
      if (behind != null) {
        names.addAll(behind.counters().keySet());
      }
    }

    long value(String counter) {
      if (before == null || behind == null) {
        Point only = before == null ? behind : before;
        return only == null ? 0 : only.value(counter);
      }
      long least = before.value(counter);
      if (behind.time().equals(before.time())) {
        return least;
      }
      double share =
          (double) (at.toEpochMilli() - before.time().toEpochMilli())
              / (behind.time().toEpochMilli() - before.time().toEpochMilli());
      return least + Math.round(share * (behind.value(counter) - least));
    }
  }
}
