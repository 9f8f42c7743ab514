package io.oriontrail.emitter;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where every event is counted in the end. Refusals at the door are counted by the callers'
 * threads, everything later by the sending thread.
 */
final class Counters {
  private final EventQueue queue;
  private final Map<DropReason, Drops> drops = new EnumMap<>(DropReason.class);
  private final AtomicLong delivered = new AtomicLong();

  final AtomicLong deliveredRecords = new AtomicLong();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong failedRequests = new AtomicLong();
  final AtomicLong retriedRecords = new AtomicLong();
  final AtomicLong protocolMismatches = new AtomicLong();
  final AtomicLong heartbeats = new AtomicLong();
  final AtomicLong faults = new AtomicLong();
  final SpoolCounters spool = new SpoolCounters();
  final LongAdder amended = new LongAdder();
  final LongAdder sampledOut = new LongAdder();

  /** Nanoseconds that the oldest event had waited at the sending thread's last turn. */
  volatile long oldestAge;

  volatile @Nullable Instant lastDelivery;

  /** Events dropped for one reason: never admitted, or given up later. */
  private record Drops(LongAdder refused, AtomicLong givenUp) {}

  Counters(EventQueue queue) {
    this.queue = queue;
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, new Drops(new LongAdder(), new AtomicLong()));
    }
  }

  /** An event that was never admitted. */
  void refuse(DropReason reason) {
    of(reason).refused.increment();
  }

  /** Events that had been admitted. */
  void giveUp(DropReason reason, long events) {
    of(reason).givenUp.addAndGet(events);
  }

  void deliver(long events) {
    delivered.addAndGet(events);
  }

  long delivered() {
    return delivered.get();
  }

  /** Events whose fate is open. For the sending thread, which settles them. */
  long buffered() {
    long settled = delivered.get();
    for (Drops each : drops.values()) {
      settled += each.givenUp.get();
    }
    return queue.accepted() - settled;
  }

  long dropped(DropReason reason) {
    return of(reason).refused.sum() + of(reason).givenUp.get();
  }

  long dropped() {
    long sum = 0;
    for (DropReason reason : drops.keySet()) {
      sum += dropped(reason);
    }
    return sum;
  }

  private Drops of(DropReason reason) {
    return Objects.requireNonNull(drops.get(reason));
  }

  EmitterStats snapshot() {
    // Read in this order, what left the buffer never outnumbers what had entered it.
    long deliveredNow = delivered.get();
    long settled = deliveredNow;
    long refusedNow = 0;
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (DropReason reason : drops.keySet()) {
      long late = of(reason).givenUp.get();
      long early = of(reason).refused.sum();
      dropped.put(reason, late + early);
      settled += late;
      refusedNow += early;
    }
    long accepted = queue.accepted();
    return new EmitterStats(
        accepted + refusedNow,
        deliveredNow,
        dropped,
        accepted - settled,
        queue.usedBytes(),
        deliveredRecords.get(),
        requests.get(),
        failedRequests.get(),
        retriedRecords.get(),
        protocolMismatches.get(),
        heartbeats.get(),
        amended.sum(),
        sampledOut.sum(),
        faults.get(),
        Duration.ofNanos(accepted == settled ? 0 : oldestAge),
        lastDelivery,
        spool.snapshot());
  }
}
