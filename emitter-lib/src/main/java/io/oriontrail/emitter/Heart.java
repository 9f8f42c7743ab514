package io.oriontrail.emitter;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.InvalidEventException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a heartbeat now and then, and a last one on leaving, so that whoever reads the stream can
 * tell what is missing: {@code numbered} is how many event numbers were given so far. A stream that
 * ends without {@code closing} is that of a process that died. Belongs to the sending thread.
 */
final class Heart {
  private final EmitterIdentity identity;
  private final Counters counters;
  private final Time time;
  private final long interval;
  private long lastBeat;
  private long sequence;
  private boolean farewell;

  /** The counters when the present identity began. */
  private @Nullable EmitterStats base;

  Heart(EmitterIdentity identity, Counters counters, Time time, Duration interval) {
    this.identity = identity;
    this.counters = counters;
    this.time = time;
    this.interval = interval.toNanos();
    this.lastBeat = time.nanos();
  }

  /** Adds a heartbeat if it is time for one. */
  void beat(long now, RecordPacker packer) {
    if (now - lastBeat >= interval) {
      lastBeat = now;
      add(packer, Map.of());
    }
  }

  /** Adds the last heartbeat; returns false if that was done before. */
  boolean farewell(RecordPacker packer) {
    if (farewell) {
      return false;
    }
    farewell = true;
    return add(packer, Map.of("closing", 1L));
  }

  /** The emitter has a new identity, whose counters and heartbeats begin at 0. */
  void renew() {
    base = counters.snapshot();
    sequence = 0;
  }

  /** Nanoseconds until the next heartbeat. */
  long pause(long now) {
    return Math.max(0, interval - (now - lastBeat));
  }

  private boolean add(RecordPacker packer, Map<String, Long> more) {
    EmitterStats stats = counters.snapshot();
    EmitterStats from = base;
    Map<String, Long> counts = new TreeMap<>(more);
    counts.put("numbered", identity.next());
    counts.put("offered", stats.offered() - (from == null ? 0 : from.offered()));
    counts.put("delivered", stats.delivered() - (from == null ? 0 : from.delivered()));
    counts.put("buffered", stats.buffered());
    if (stats.sampledOut() > 0) {
      counts.put("sampledOut", stats.sampledOut());
    }
    stats
        .droppedByReason()
        .forEach(
            (reason, total) -> {
              long count = total - (from == null ? 0 : from.dropped(reason));
              if (count > 0) {
                counts.put("dropped." + reason, count);
              }
            });
    try {
      packer.add(new Heartbeat(identity.id(), sequence, time.wall().instant(), counts));
    } catch (InvalidEventException e) {
      return false; // the wall clock stands outside of the years that can be recorded
    }
    sequence++;
    counters.heartbeats.incrementAndGet();
    return true;
  }
}
