package io.oriontrail.local.kinesis;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The streams of one server, by name. Safe for several threads. */
final class DataStreams {
  private static final int MAX_SHARDS = 20_000;

  private final ConcurrentSkipListMap<String, DataStream> streams = new ConcurrentSkipListMap<>();
  private final KinesisSettings settings;

  DataStreams(KinesisSettings settings) {
    this.settings = settings;
  }

  KinesisSettings settings() {
    return settings;
  }

  void create(String name, int shardCount, boolean onDemand) {
    if (shardCount > MAX_SHARDS) {
      throw KinesisException.limitExceeded(
          "This request would exceed the shard limit for the account "
              + settings.accountId()
              + " in "
              + settings.region()
              + ". Limit: "
              + MAX_SHARDS
              + ".");
    }
    DataStream created = new DataStream(name, shardCount, onDemand, settings);
    if (streams.putIfAbsent(name, created) != null) {
      throw KinesisException.inUse(
          "Stream " + name + " under account " + settings.accountId() + " already exists.");
    }
  }

  DataStream get(String name) {
    DataStream found = streams.get(name);
    if (found == null) {
      throw notFound(name);
    }
    return found;
  }

  void delete(String name) {
    if (streams.remove(name) == null) {
      throw notFound(name);
    }
  }

  /** In the order of their names, those after the given one. */
  List<DataStream> after(@Nullable String name) {
    return List.copyOf((name == null ? streams : streams.tailMap(name, false)).values());
  }

  private KinesisException notFound(String name) {
    return KinesisException.notFound(
        "Stream " + name + " under account " + settings.accountId() + " not found.");
  }
}
