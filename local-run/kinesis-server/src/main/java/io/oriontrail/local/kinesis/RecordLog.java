package io.oriontrail.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records of one shard in order, found by position: a ring that grows as needed, from which the
 * oldest can be taken. Positions begin at 1 and are never used again. Not safe for several threads.
 */
final class RecordLog {
  /** What a record costs beside its data and key: objects, sequence number, its place here. */
  private static final int OVERHEAD = 256;

  private static final int INITIAL_CAPACITY = 64;

  private @Nullable StoredRecord[] ring = new @Nullable StoredRecord[INITIAL_CAPACITY];
  private long first = 1;
  private long end = 1;
  private long bytes;

  /** Position of the oldest record kept; equal to {@link #end()} if there is none. */
  long first() {
    return first;
  }

  /** The position that the next record gets. */
  long end() {
    return end;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return first == end;
  }

  StoredRecord get(long position) {
    StoredRecord found = position < first || position >= end ? null : ring[slot(position)];
    if (found == null) {
      throw new IndexOutOfBoundsException(position + " not in [" + first + ", " + end + ")");
    }
    return found;
  }

  void add(StoredRecord added) {
    if (end - first == ring.length) {
      grow();
    }
    ring[slot(end)] = added;
    end++;
    bytes += sizeOf(added.size());
  }

  void removeOldest() {
    StoredRecord oldest = get(first);
    ring[slot(first)] = null;
    first++;
    bytes -= sizeOf(oldest.size());
  }

  /** Position of the first record that arrived at or after the instant; {@link #end()} if none. */
  long positionAt(Instant instant) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (get(middle).arrival().isBefore(instant)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What a record of this size occupies. */
  static long sizeOf(long recordSize) {
    return recordSize + OVERHEAD;
  }

  private int slot(long position) {
    return (int) (position & (ring.length - 1));
  }

  private void grow() {
    @Nullable StoredRecord[] old = ring;
    ring = new @Nullable StoredRecord[old.length * 2];
    for (long position = first; position < end; position++) {
      ring[slot(position)] = old[(int) (position & (old.length - 1))];
    }
  }
}
