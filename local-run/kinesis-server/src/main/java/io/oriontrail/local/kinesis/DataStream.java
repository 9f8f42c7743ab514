package io.oriontrail.local.kinesis;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream: its shards, open and closed, and how they split and merge. Puts and reads go on while
 * shards change. Safe for several threads.
 */
final class DataStream {
  private final String name;
  private final boolean onDemand;
  private final KinesisSettings settings;
  private final Instant created;
  private final AtomicLong refusedByFault = new AtomicLong();

  /** Every shard there ever was; the index is the shard's number. Replaced, never changed. */
  private volatile List<Shard> shards;

  /** The open ones in the order of their ranges. Replaced, never changed. */
  private volatile List<Shard> open;

  DataStream(String name, int shardCount, boolean onDemand, KinesisSettings settings) {
    this.name = name;
    this.onDemand = onDemand;
    this.settings = settings;
    this.created = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    List<Shard> first = new ArrayList<>();
    for (int i = 0; i < shardCount; i++) {
      first.add(new Shard(i, part(i, shardCount), List.of(), name, settings));
    }
    this.shards = List.copyOf(first);
    this.open = shards;
  }

  String name() {
    return name;
  }

  boolean onDemand() {
    return onDemand;
  }

  String arn() {
    return "arn:aws:kinesis:" + settings.region() + ":" + settings.accountId() + ":stream/" + name;
  }

  Instant created() {
    return created;
  }

  List<Shard> shards() {
    return shards;
  }

  List<Shard> openShards() {
    return open;
  }

  PutResult put(PutEntry entry) {
    while (true) {
      PutResult result = shardFor(entry.hash()).append(entry);
      if (result != null) {
        return result;
      }
      // Closed between finding it and writing to it: the shards have changed by now, look again.
      Thread.onSpinWait();
    }
  }

  void countRefusedByFault() {
    refusedByFault.incrementAndGet();
  }

  /** The shard, which the service also takes by its bare number. */
  Shard shard(String shardId) {
    String digits = shardId.substring(shardId.indexOf('-') + 1);
    if (!digits.matches("[0-9]{1,12}")) {
      throw KinesisException.notFound("Could not find shard " + shardId + " in " + where() + ".");
    }
    long index = Long.parseLong(digits);
    List<Shard> all = shards;
    if (index >= all.size()) {
      throw KinesisException.notFound(
          "Shard "
              + Shard.idOf((int) Math.min(index, Integer.MAX_VALUE))
              + " in stream "
              + name
              + " under account "
              + settings.accountId()
              + " does not exist");
    }
    return all.get((int) index);
  }

  List<Shard> childrenOf(Shard parent) {
    return shards.stream().filter(shard -> shard.parents().contains(parent)).toList();
  }

  synchronized void split(Shard shard, HashKey at) {
    requireOpen(shard);
    HashKeyRange range = shard.range();
    if (at.compareTo(range.from()) <= 0 || at.compareTo(range.to()) > 0) {
      throw KinesisException.invalidArgument(
          "NewStartingHashKey "
              + at
              + " used in SplitShard() on shard "
              + shard.id()
              + " in "
              + where()
              + " is not both greater than one plus the shard's StartingHashKey "
              + range.from()
              + " and less than the shard's EndingHashKey "
              + range.to()
              + ".");
    }
    replace(
        List.of(shard),
        List.of(new HashKeyRange(range.from(), at.previous()), new HashKeyRange(at, range.to())));
  }

  synchronized void merge(Shard one, Shard other) {
    requireOpen(one);
    requireOpen(other);
    if (!one.range().touches(other.range()) && !other.range().touches(one.range())) {
      throw KinesisException.invalidArgument(
          "Shards "
              + one.id()
              + " and "
              + other.id()
              + " in "
              + where()
              + " are not an adjacent pair of shards eligible for merging");
    }
    boolean inOrder = one.range().touches(other.range());
    HashKeyRange merged =
        inOrder
            ? new HashKeyRange(one.range().from(), other.range().to())
            : new HashKeyRange(other.range().from(), one.range().to());
    replace(List.of(one, other), List.of(merged));
  }

  /** Splits and merges until there are {@code count} equal shards, as the service does. */
  synchronized void scaleTo(int count) {
    for (int i = 1; i < count; i++) {
      HashKey boundary = HashKey.startOf(i, count);
      Shard holder = shardFor(boundary);
      if (!holder.range().from().equals(boundary)) {
        split(holder, boundary);
      }
    }
    for (int i = 0; i < count; i++) {
      HashKeyRange wanted = part(i, count);
      Shard first = shardFor(wanted.from());
      while (!first.range().equals(wanted)) {
        merge(first, shardFor(first.range().to().next()));
        first = shardFor(wanted.from());
      }
    }
  }

  List<StoredRecord> records() {
    return shards.stream().flatMap(shard -> shard.records().stream()).toList();
  }

  StreamCounts counts() {
    StreamCounts sum = new StreamCounts(0, 0, refusedByFault.get(), 0, 0, 0);
    for (Shard shard : shards) {
      sum = sum.plus(shard.counts());
    }
    return sum;
  }

  private void replace(List<Shard> parents, List<HashKeyRange> ranges) {
    List<Shard> all = new ArrayList<>(shards);
    List<Shard> stillOpen = new ArrayList<>(open);
    stillOpen.removeAll(parents);
    for (HashKeyRange range : ranges) {
      Shard child = new Shard(all.size(), range, parents, name, settings);
      all.add(child);
      stillOpen.add(child);
    }
    stillOpen.sort(Comparator.comparing(shard -> shard.range().from()));
    // Parents close before their children can be found, so that a child never holds a record that
    // is older than one of its parents'.
    parents.forEach(Shard::close);
    shards = List.copyOf(all);
    open = List.copyOf(stillOpen);
  }

  private Shard shardFor(HashKey key) {
    List<Shard> sorted = open;
    int low = 0;
    int high = sorted.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (sorted.get(middle).range().from().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return sorted.get(low);
  }

  private void requireOpen(Shard shard) {
    if (!shard.isOpen()) {
      throw KinesisException.inUse("Shard " + shard.id() + " in " + where() + " is not open.");
    }
  }

  private String where() {
    return "stream " + name + " under account " + settings.accountId();
  }

  private static HashKeyRange part(int i, int count) {
    HashKey to = i + 1 == count ? HashKey.MAX : HashKey.startOf(i + 1, count).previous();
    return new HashKeyRange(HashKey.startOf(i, count), to);
  }
}
