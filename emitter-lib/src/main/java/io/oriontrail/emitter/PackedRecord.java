package io.oriontrail.emitter;

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
  final byte[] data;

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
    this.data = data;
    this.events = events;
    this.heartbeat = heartbeat;
    this.firstPlace = firstPlace;
    this.packedAt = now;
    this.dueAt = now;
  }

  /** Room it takes until it is settled, in bytes. */
  int room() {
    return data.length + OVERHEAD;
  }
}
