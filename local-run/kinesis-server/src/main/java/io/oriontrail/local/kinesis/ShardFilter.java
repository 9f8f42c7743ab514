package io.oriontrail.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which shards a ListShards call wants.
 *
 * @param time for the two types that need one
 * @param shardId for the type that needs one
 */
record ShardFilter(Type type, @Nullable Instant time, @Nullable String shardId) {
  static final ShardFilter ALL = new ShardFilter(Type.FROM_TRIM_HORIZON, null, null);

  enum Type {
    AFTER_SHARD_ID,
    AT_TRIM_HORIZON,
    FROM_TRIM_HORIZON,
    AT_LATEST,
    AT_TIMESTAMP,
    FROM_TIMESTAMP
  }

  static ShardFilter from(@Nullable Params params) {
    if (params == null) {
      return ALL;
    }
    Type type = typeOf(params, params.requiredText("Type"));
    Instant time = params.time("Timestamp");
    String shardId = params.text("ShardId");
    boolean needsTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
    if (needsTime && time == null) {
      throw KinesisException.invalidArgument(type + " needs a Timestamp.");
    }
    if (type == Type.AFTER_SHARD_ID && shardId == null) {
      throw KinesisException.invalidArgument(type + " needs a ShardId.");
    }
    return new ShardFilter(type, time, shardId);
  }

  boolean admits(Shard shard, Instant horizon) {
    Instant at = time == null ? horizon : time;
    Instant closed = shard.closed();
    boolean openAfter = closed == null || closed.isAfter(at);
    return switch (type) {
      case AFTER_SHARD_ID -> shardId == null || shard.id().compareTo(shardId) > 0;
      case AT_LATEST -> closed == null;
      case FROM_TRIM_HORIZON -> closed == null || !closed.isBefore(horizon);
      case FROM_TIMESTAMP -> openAfter;
      case AT_TRIM_HORIZON, AT_TIMESTAMP -> openAfter && !shard.opened().isAfter(at);
    };
  }

  private static Type typeOf(Params params, String name) {
    try {
      return Type.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw params.invalid("Type", name, "Member must satisfy enum value set of filter types");
    }
  }
}
