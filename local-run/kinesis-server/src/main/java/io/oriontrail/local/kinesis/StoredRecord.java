package io.oriontrail.local.kinesis;

import java.time.Instant;

/**
 * A record as a shard keeps it. Immutable as long as nobody writes into {@link #data()}, which is
 * handed out without a copy.
 */
public final class StoredRecord {
  private final String shardId;
  private final String sequenceNumber;
  private final String partitionKey;
  private final byte[] data;
  private final Instant arrival;

  StoredRecord(
      String shardId, String sequenceNumber, String partitionKey, byte[] data, Instant arrival) {
    this.shardId = shardId;
    this.sequenceNumber = sequenceNumber;
    this.partitionKey = partitionKey;
    this.data = data;
    this.arrival = arrival;
  }

  public String shardId() {
    return shardId;
  }

  public String sequenceNumber() {
    return sequenceNumber;
  }

  public String partitionKey() {
    return partitionKey;
  }

  /** The record's bytes, not a copy of them: read only. */
  public byte[] data() {
    return data;
  }

  /** When the server took it, to the millisecond. */
  public Instant arrival() {
    return arrival;
  }

  /** Data and partition key, as the service's limits count them. */
  long size() {
    return data.length + (long) partitionKey.length();
  }

  @Override
  public String toString() {
    return shardId + ":" + sequenceNumber + " (" + data.length + " bytes)";
  }
}
