package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordCompressor;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.JsonLines;
import io.oriontrail.event.StepEvent;

/**
 * Fills one record after the other: lines of JSON, compressed, to a size that Kinesis bills as one
 * unit. Belongs to the sending thread; allocates one array a record.
 */
final class RecordPacker implements AutoCloseable {
  /** Below the 25 KB that Kinesis bills as one unit, so that a poor guess still fits. */
  static final int TARGET_BYTES = 22_000;

  /** Bounds of what is packed into one record before compression. */
  static final int MIN_PLAIN_BYTES = 16 << 10;

  static final int MAX_PLAIN_BYTES = 512 << 10;

  private static final double FIRST_GUESS = 3;
  private static final double WEIGHT_OF_NEWEST = 0.4;

  private final EmitterIdentity identity;
  private final RecordCompressor compressor;
  private final JsonLines lines = new JsonLines(MIN_PLAIN_BYTES);
  private double ratio = FIRST_GUESS;
  private int events;
  private long weight;
  private boolean heartbeat;
  private long firstPlace;

  RecordPacker(EmitterIdentity identity) {
    this(identity, new GzipCompressor());
  }

  RecordPacker(EmitterIdentity identity, RecordCompressor compressor) {
    this.identity = identity;
    this.compressor = compressor;
  }

  /** Adds the event, which came from this place in the queue and counted for so much room there. */
  void add(StepEvent event, long place, int eventWeight) {
    int before = lines.size();
    try {
      if (event.eventId() == null) {
        lines.add(event, identity.id(), identity.next());
        identity.advance();
      } else {
        lines.add(event);
      }
    } catch (Throwable t) {
      lines.truncate(before);
      throw t;
    }
    if (events == 0) {
      firstPlace = place;
    }
    events++;
    weight += eventWeight;
  }

  void add(Heartbeat message) {
    lines.add(message);
    heartbeat = true;
  }

  boolean isEmpty() {
    return lines.size() == 0;
  }

  boolean isFull() {
    double plainTarget = TARGET_BYTES * ratio;
    return lines.size() >= Math.max(MIN_PLAIN_BYTES, Math.min(MAX_PLAIN_BYTES, plainTarget));
  }

  int events() {
    return events;
  }

  /** Room that the events added since the last record counted for in the queue. */
  long weight() {
    return weight;
  }

  /** Place of the first event in here, or {@code otherwise} if there is none. */
  long firstPlace(long otherwise) {
    return events == 0 ? otherwise : firstPlace;
  }

  /** What was added, as one record; {@code place} is the next place in the queue. */
  PackedRecord pack(long place, long now) {
    byte[] packed = compressor.compress(lines.array(), lines.size());
    ratio += WEIGHT_OF_NEWEST * ((double) lines.size() / packed.length - ratio);
    PackedRecord done = new PackedRecord(packed, events, heartbeat, firstPlace(place), now);
    clear();
    return done;
  }

  /** Forgets what was added. */
  void clear() {
    lines.truncate(0);
    events = 0;
    weight = 0;
    heartbeat = false;
  }

  /** Frees what the compressor holds. */
  @Override
  public void close() {
    compressor.close();
  }
}
