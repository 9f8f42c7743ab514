package io.oriontrail.emitter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record ready to be sent, with what its way out needs to know. Belongs to the sending thread.
 */
final class PackedRecord {
  /** What the record takes of the heap beside its data. */
  static final int OVERHEAD = 128;

  enum Phase {
    WAITING,
    IN_FLIGHT,
    SETTLED
  }

  /** Compressed lines; shared with the thread that sends them, never changed. */
  byte @Nullable [] data;

  /** Bytes of data, whether they are in memory or not. */
  final int length;

  /** Where it lies on disk, if it does. */
  Spool.@Nullable Spot spot;

  /** Whether it counts for room in memory; else its data is here only while it is under way. */
  boolean inMemory;

  /** The spool was full when it came. */
  boolean refusedBySpool;

  /** Left by an earlier process: its events were never this emitter's. */
  final boolean found;

  final int events;
  final boolean heartbeat;

  /** Place of the first event in the queue; everything before it lies in earlier records. */
  final long firstPlace;

  final long packedAt;

  Phase phase = Phase.WAITING;
  int failures;
  long firstFailureAt;

  /** Not to be sent before. */
  long dueAt;

  PackedRecord(byte[] data, int events, boolean heartbeat, long firstPlace, long now) {
    this(data, data.length, null, events, heartbeat, firstPlace, now);
  }

  private PackedRecord(
      byte @Nullable [] data,
      int length,
      Spool.@Nullable Spot spot,
      int events,
      boolean heartbeat,
      long firstPlace,
      long now) {
    this.data = data;
    this.length = length;
    this.spot = spot;
    this.inMemory = data != null;
    this.found = data == null;
    this.events = events;
    this.heartbeat = heartbeat;
    this.firstPlace = firstPlace;
    this.packedAt = now;
    this.dueAt = now;
  }

  /** A record that an earlier process left on disk. */
  static PackedRecord found(Spool.Spot spot, int length, int events, long now) {
    return new PackedRecord(null, length, spot, events, false, Long.MAX_VALUE, now);
  }

  /** Its data, which must be in memory. */
  byte[] bytes() {
    return Objects.requireNonNull(data);
  }

  /** Room it takes until it is settled, in bytes. */
  int room() {
    return length + OVERHEAD;
  }
}
