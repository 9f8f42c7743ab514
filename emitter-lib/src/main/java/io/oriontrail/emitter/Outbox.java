package io.oriontrail.emitter;

import io.oriontrail.emitter.PackedRecord.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Spool spool;
  private int heartbeats;

  /** Records of this emitter's own events. */
  private int own;

  /** Of them, those that are in memory alone although there is a spool. */
  private int unspooled;

  Outbox(
      EventQueue room,
      Counters counters,
      RandomGenerator random,
      long retryWindow,
      RetryBudget budget,
      Pace pace,
      @Nullable Spool spool) {
    this.room = room;
    this.counters = counters;
    this.random = random;
    this.retryWindow = retryWindow;
    this.budget = budget;
    this.pace = pace;
    this.spool = spool;
  }

  void add(PackedRecord packed) {
    open.add(packed);
    heartbeats += packed.heartbeat ? 1 : 0;
    if (!packed.found) {
      own++;
    }
    if (spool != null && isUnspooled(packed) && !spool.append(packed)) {
      unspooled++;
    }
  }

  private static boolean isUnspooled(PackedRecord packed) {
    return packed.spot == null && packed.events > 0;
  }

  /** Whether nothing of this emitter's own is left; what an earlier process left does not count. */
  boolean isEmpty() {
    return own == 0;
  }

  /** Writes down what the disk did not take when it came. */
  void spoolMissed(Spool spool) {
    if (unspooled == 0 || !spool.isUsable()) {
      return;
    }
    for (PackedRecord packed : open) {
      if (isUnspooled(packed) && packed.data != null) {
        if (!spool.append(packed)) {
          return;
        }
        unspooled--;
      }
    }
  }

  /** The directory is gone: what is still in memory has to be written anew. */
  void forgetSpots() {
    for (PackedRecord packed : open) {
      if (packed.inMemory && packed.spot != null) {
        packed.spot.segment().live--;
        packed.spot = null;
        unspooled++;
      }
    }
  }

  /** Frees memory of what is on disk, oldest first, while {@code needed}. */
  void spill(BooleanSupplier needed) {
    for (PackedRecord packed : open) {
      if (!needed.getAsBoolean()) {
        return;
      }
      if (packed.inMemory && packed.spot != null && packed.phase == Phase.WAITING) {
        packed.inMemory = false;
        packed.data = null;
        room.release(packed.events, packed.room());
        counters.spool.waitingOnDisk.addAndGet(packed.events);
      }
    }
  }

  /** The emitter ends: what is on disk stays there for the next one, the rest is given up. */
  void leave() {
    for (PackedRecord packed : List.copyOf(open)) {
      if (packed.spot == null) {
        drop(packed, packed.refusedBySpool ? DropReason.SPOOL_FULL : DropReason.SHUTDOWN);
      } else {
        packed.phase = Phase.SETTLED;
        remove(packed);
      }
    }
  }

  int size() {
    return open.size();
  }

  boolean holdsHeartbeat() {
    return heartbeats > 0;
  }

  /** Everything before this place is settled. */
  long firstPlace(long otherwise) {
    for (PackedRecord packed : open) {
      if (!packed.found) {
        return packed.firstPlace;
      }
    }
    return otherwise;
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
    List<PackedRecord> unreadable = new ArrayList<>();
    long bytes = 0;
    for (PackedRecord packed : open) {
      if (packed.phase != Phase.WAITING || now - packed.dueAt < 0) {
        continue;
      }
      boolean budgeted = !hurry && isBudgeted(packed);
      if (budgeted && !budget.hasRoom(now)) {
        continue; // but the fresh ones behind may go
      }
      bytes += packed.length;
      if (taken.size() == maxRecords || (bytes > maxBytes && !taken.isEmpty())) {
        break;
      }
      if (!isLoaded(packed)) {
        unreadable.add(packed);
        continue;
      }
      if (budgeted) {
        budget.spend(packed.length);
      }
      packed.phase = Phase.IN_FLIGHT;
      taken.add(packed);
    }
    unreadable.forEach(packed -> drop(packed, DropReason.FAULT));
    return taken;
  }

  private boolean isLoaded(PackedRecord packed) {
    if (packed.data == null && spool != null) {
      packed.data = spool.read(packed);
    }
    return packed.data != null;
  }

  private boolean isBudgeted(PackedRecord packed) {
    return packed.failures > 0 || packed.found || pace.isBeforeRecovery(packed.packedAt);
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
      counters.deliveredRecords.incrementAndGet();
      if (packed.found) {
        counters.spool.foundDelivered.addAndGet(packed.events);
      } else {
        counters.deliver(packed.events);
      }
    }
  }

  void drop(PackedRecord packed, DropReason reason) {
    if (settle(packed)) {
      if (packed.found) {
        counters.spool.foundDropped.addAndGet(packed.events);
      } else {
        counters.giveUp(reason, packed.events);
      }
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
    if (packed.spot == null && now - packed.firstFailureAt > retryWindow) {
      expire(packed);
      return;
    }
    forgetData(packed);
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
      forgetData(packed);
    }
  }

  /** What lies on disk alone is read again when its turn comes. */
  private static void forgetData(PackedRecord packed) {
    if (!packed.inMemory) {
      packed.data = null;
    }
  }

  private void expire(PackedRecord packed) {
    drop(packed, packed.refusedBySpool ? DropReason.SPOOL_FULL : DropReason.EXPIRED);
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
      if (packed.phase == Phase.WAITING && packed.spot == null) {
        expire(packed);
      }
    }
  }

  /** Makes room by giving up the oldest record that is not under way; false if there is none. */
  boolean dropOldest(DropReason reason) {
    for (PackedRecord packed : open) {
      if (packed.phase == Phase.WAITING && packed.events > 0 && packed.inMemory) {
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

  private void remove(PackedRecord packed) {
    open.remove(packed);
    heartbeats -= packed.heartbeat ? 1 : 0;
    if (packed.found) {
      return;
    }
    own--;
    if (packed.inMemory) {
      room.release(packed.events, packed.room());
    } else {
      counters.spool.waitingOnDisk.addAndGet(-packed.events);
    }
  }

  private boolean settle(PackedRecord packed) {
    if (packed.phase == Phase.SETTLED) {
      return false;
    }
    packed.phase = Phase.SETTLED;
    if (spool != null) {
      if (packed.spot != null) {
        spool.settled(packed);
      } else if (packed.events > 0) {
        unspooled--;
      }
    }
    remove(packed);
    return true;
  }
}
