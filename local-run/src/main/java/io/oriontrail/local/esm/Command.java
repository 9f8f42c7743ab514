package io.oriontrail.local.esm;

/**
 * What the core wants done. Whoever does it tells the core how it ended, by the method of the same
 * name, exactly once.
 */
sealed interface Command {
  /** List the stream's shards. */
  record ListShards(long number) implements Command {}

  /** Read from a shard. */
  record Read(ShardProgress shard, Position from, int limit, long number) implements Command {
    String shardId() {
      return shard.id();
    }
  }

  /** Invoke the function with the batch. */
  record Invoke(Lane lane, Work batch) implements Command {}

  /** Hand the records to the on-failure destination. */
  record Deliver(Lane lane, FailedBatch batch) implements Command {}
}
