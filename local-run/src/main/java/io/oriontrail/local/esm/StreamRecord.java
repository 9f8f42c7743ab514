package io.oriontrail.local.esm;

import java.time.Instant;

/** A record as it was read from its shard. Immutable as long as nobody writes into its data. */
final class StreamRecord {
  private final String shardId;
  private final String sequenceNumber;
  private final String partitionKey;
  private final byte[] data;
  private final Instant arrival;

  StreamRecord(
      String shardId, String sequenceNumber, String partitionKey, byte[] data, Instant arrival) {
    this.shardId = shardId;
    this.sequenceNumber = sequenceNumber;
    this.partitionKey = partitionKey;
    this.data = data;
    this.arrival = arrival;
  }

  String shardId() {
    return shardId;
  }

  String sequenceNumber() {
    return sequenceNumber;
  }

  String partitionKey() {
    return partitionKey;
  }

  /** Not a copy: read only. */
  byte[] data() {
    return data;
  }

  /** When the stream took it, to the millisecond. */
  Instant arrival() {
    return arrival;
  }

  @Override
  public String toString() {
    return shardId + ":" + sequenceNumber;
  }
}
