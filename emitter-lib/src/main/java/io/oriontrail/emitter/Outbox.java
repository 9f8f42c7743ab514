package io.oriontrail.emitter;

import io.oriontrail.emitter.PackedRecord.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Every record whose fate is open, in the order of its events. Belongs to the sending thread; what
 * a record held is counted and given back exactly once, when it is settled.
 */
final class Outbox {
  private final EventQueue room;
  private final Counters counters;
  private final RandomGenerator random;
  private final long retryWindow;
  private final RetryBudget budget;
  private final Pace pace;
  private final Set<PackedRecord> open = new LinkedHashSet<>();
  private final Deque<List<PackedRecord>> halves = new ArrayDeque<>();
  private int heartbeats;

  Outbox(
      EventQueue room,
      Counters counters,
      RandomGenerator random,
      long retryWindow,
      RetryBudget budget,
      Pace pace) {
    this.room = room;
    this.counters = counters;
    this.random = random;
    this.retryWindow = retryWindow;
    this.budget = budget;
    this.pace = pace;
  }

  void add(PackedRecord packed) {
    open.add(packed);
    heartbeats += packed.heartbeat ? 1 : 0;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  boolean holdsHeartbeat() {
    return heartbeats > 0;
  }

  /** Everything before this place is settled. */
  long firstPlace(long otherwise) {
    Iterator<PackedRecord> first = open.iterator();
    return first.hasNext() ? first.next().firstPlace : otherwise;
  }

  /**
   * The oldest records that are due, now in flight; empty if there are none.
   *
   * @param hurry whether somebody waits, so that the budget for what piled up does not count
   */
  List<PackedRecord> take(int maxRecords, long maxBytes, boolean hurry, long now) {
    List<PackedRecord> half = halves.poll();
    if (half != null) {
      return half;
    }
    List<PackedRecord> taken = new ArrayList<>();
    long bytes = 0;
    for (PackedRecord packed : open) {
      if (packed.phase != Phase.WAITING || now - packed.dueAt < 0) {
        continue;
      }
      boolean budgeted = !hurry && isBudgeted(packed);
      if (budgeted && !budget.hasRoom(now)) {
        continue; // but the fresh ones behind may go
      }
      bytes += packed.data.length;
      if (taken.size() == maxRecords || (bytes > maxBytes && !taken.isEmpty())) {
        break;
      }
      if (budgeted) {
        budget.spend(packed.data.length);
      }
      packed.phase = Phase.IN_FLIGHT;
      taken.add(packed);
    }
    return taken;
  }

  private boolean isBudgeted(PackedRecord packed) {
    return packed.failures > 0 || pace.isBeforeRecovery(packed.packedAt);
  }

  /** Nanoseconds until a record that waits is due, at most {@code longest}. */
  long pause(long now, long longest, boolean hurry) {
    long pause = longest;
    for (PackedRecord packed : open) {
      if (packed.phase == Phase.WAITING) {
        long due = Math.max(0, packed.dueAt - now);
        boolean budgeted = !hurry && isBudgeted(packed);
        pause = Math.min(pause, budgeted ? Math.max(due, budget.pause(now)) : due);
      }
    }
    return pause;
  }

  void delivered(PackedRecord packed) {
    if (settle(packed)) {
      counters.deliver(packed.events);
      counters.deliveredRecords.incrementAndGet();
    }
  }

  void drop(PackedRecord packed, DropReason reason) {
    if (settle(packed)) {
      counters.giveUp(reason, packed.events);
    }
  }

  /** The record was not stored, or nobody knows: it waits for another try, or is too old for it. */
  void failed(PackedRecord packed, long now) {
    if (packed.phase == Phase.SETTLED) {
      return;
    }
    if (packed.failures++ == 0) {
      packed.firstFailureAt = now;
    }
    if (now - packed.firstFailureAt > retryWindow) {
      drop(packed, DropReason.EXPIRED);
      return;
    }
    counters.retriedRecords.incrementAndGet();
    packed.phase = Phase.WAITING;
    packed.dueAt = now + Pace.backoff(packed.failures, Pace.BASE_NANOS, Pace.CAP_NANOS, random);
  }

  /**
   * Together they were refused, so one of them is unfit: each half goes on its own from here, until
   * the unfit one stands alone.
   */
  void refused(List<PackedRecord> records) {
    int size = records.size();
    if (size == 1) {
      drop(records.get(0), DropReason.REFUSED);
    } else {
      halves.add(records.subList(0, size / 2));
      halves.add(records.subList(size / 2, size));
    }
  }

  /** The record was not even tried. */
  void putBack(PackedRecord packed) {
    if (packed.phase == Phase.IN_FLIGHT) {
      packed.phase = Phase.WAITING;
    }
  }

  /** Every record that is not among these waits again: nobody is sending it. */
  void putBackAllBut(Set<PackedRecord> underWay) {
    halves.clear();
    for (PackedRecord packed : open) {
      if (!underWay.contains(packed)) {
        putBack(packed);
      }
    }
  }

  /**
   * Gives up what has waited for longer than the limit. For a time in which no request passed at
   * all: most records were never tried then, so that they did not fail one by one.
   */
  void expire(long limit, long now) {
    Iterator<PackedRecord> oldest = open.iterator();
    if (!oldest.hasNext() || now - oldest.next().packedAt <= limit) {
      return;
    }
    for (PackedRecord packed : List.copyOf(open)) {
      if (now - packed.packedAt <= limit) {
        break; // they lie in the order in which they were packed
      }
      if (packed.phase == Phase.WAITING) {
        drop(packed, DropReason.EXPIRED);
      }
    }
  }

  /** Makes room by giving up the oldest record that is not under way; false if there is none. */
  boolean dropOldest(DropReason reason) {
    for (PackedRecord packed : open) {
      if (packed.phase == Phase.WAITING && packed.events > 0) {
        drop(packed, reason);
        return true;
      }
    }
    return false;
  }

  /** When the oldest record was made, or {@code otherwise} if there is none. */
  long oldestPackedAt(long otherwise) {
    Iterator<PackedRecord> first = open.iterator();
    return first.hasNext() ? first.next().packedAt : otherwise;
  }

  void dropAll(DropReason reason) {
    for (PackedRecord packed : List.copyOf(open)) {
      drop(packed, reason);
    }
  }

  private boolean settle(PackedRecord packed) {
    if (packed.phase == Phase.SETTLED) {
      return false;
    }
    packed.phase = Phase.SETTLED;
    open.remove(packed);
    heartbeats -= packed.heartbeat ? 1 : 0;
    room.release(packed.events, packed.room());
    return true;
  }
}
