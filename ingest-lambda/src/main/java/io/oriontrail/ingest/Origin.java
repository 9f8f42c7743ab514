package io.oriontrail.ingest;

import java.time.Instant;

/**
 * Where a record came from.
 *
 * @param sequenceNumber decimal; grows within a shard
 * @param arrival when the stream took it
 */
record Origin(String shardId, String sequenceNumber, String partitionKey, Instant arrival) {

  /** Whether this record lies before the other in their shard. */
  boolean isBefore(Origin other) {
    // Too large for a long; without leading zeros, the longer number is the larger.
    int lengths = Integer.compare(sequenceNumber.length(), other.sequenceNumber.length());
    return lengths != 0 ? lengths < 0 : sequenceNumber.compareTo(other.sequenceNumber) < 0;
  }
}
