package io.oriontrail.local.esm;

import java.util.List;

/** Reads a stream. Safe for several threads; calls block; failures are runtime exceptions. */
interface ShardReader {
  /** Every shard from which something can still be read. */
  List<SourceShard> shards();

  /**
   * Reads from the position on.
   *
   * @throws ExpiredPositionException if the position was a token that is too old
   */
  ReadResult read(String shardId, Position from, int limit) throws ExpiredPositionException;

  /** A token was kept for longer than it lives; another kind of position still works. */
  final class ExpiredPositionException extends Exception {
    ExpiredPositionException(String shardId) {
      super("the iterator of " + shardId + " has expired");
    }
  }
}
