package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A stream in memory whose shards split and merge when told to. For one thread. */
final class VirtualStream implements ShardReader {
  private static final int PAGE = 1_000;

  private static final class VirtualShard {
    final List<String> parents;
    final List<StreamRecord> records = new ArrayList<>();
    boolean closed;

    VirtualShard(List<String> parents) {
      this.parents = parents;
    }
  }

  private final Map<String, VirtualShard> shards = new LinkedHashMap<>();
  private final int pageSize;
  private int expiredTokens;
  private int failures;
  private long sequence;

  VirtualStream(int shardCount) {
    this(shardCount, PAGE);
  }

  VirtualStream(int shardCount, int pageSize) {
    this.pageSize = pageSize;
    for (int i = 0; i < shardCount; i++) {
      shards.put(name(shards.size()), new VirtualShard(List.of()));
    }
  }

  static String name(int index) {
    return String.format("shardId-%012d", index);
  }

  List<String> open() {
    return shards.entrySet().stream()
        .filter(shard -> !shard.getValue().closed)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** So many records of one key that arrived at the start: numbers that go on from the first. */
  List<StreamRecord> putNumbers(int from, int count) {
    return numbers(from, from + count).stream()
        .map(number -> put(0, "k", number, MappingHarness.START))
        .toList();
  }

  /** The texts of such records. */
  static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  StreamRecord put(int shard, String key, String data, Instant arrival) {
    return put(name(shard), key, data.getBytes(UTF_8), arrival);
  }

  StreamRecord put(String shard, String key, byte[] data, Instant arrival) {
    StreamRecord added =
        new StreamRecord(shard, String.format("%056d", ++sequence), key, data, arrival);
    find(shard).records.add(added);
    return added;
  }

  /** Closes the shards and opens that many children. */
  List<String> replace(List<String> parents, int children) {
    parents.forEach(parent -> find(parent).closed = true);
    List<String> born = new ArrayList<>();
    for (int i = 0; i < children; i++) {
      born.add(name(shards.size()));
      shards.put(name(shards.size()), new VirtualShard(List.copyOf(parents)));
    }
    return born;
  }

  void forget(String shard) {
    shards.remove(shard);
  }

  /** So many of the coming reads say that their token has expired. */
  void expireTokens(int reads) {
    expiredTokens = reads;
  }

  /** So many of the coming calls fail. */
  void fail(int calls) {
    failures = calls;
  }

  @Override
  public List<SourceShard> shards() {
    failIfTold();
    return shards.entrySet().stream()
        .map(s -> new SourceShard(s.getKey(), s.getValue().parents, s.getValue().closed))
        .toList();
  }

  @Override
  public ReadResult read(String shardId, Position from, int limit) throws ExpiredPositionException {
    failIfTold();
    if (from instanceof Position.Token && expiredTokens > 0) {
      expiredTokens--;
      throw new ExpiredPositionException(shardId);
    }
    VirtualShard shard = find(shardId);
    int begin = indexOf(shard, from);
    int end = Math.min(shard.records.size(), begin + Math.min(limit, pageSize));
    List<StreamRecord> page = List.copyOf(shard.records.subList(begin, end));
    boolean atTip = end == shard.records.size();
    @Nullable Position next =
        atTip && shard.closed ? null : new Position.Token(Integer.toString(end));
    return new ReadResult(page, next, atTip ? Duration.ZERO : Duration.ofMillis(1));
  }

  private void failIfTold() {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the stream cannot be reached");
    }
  }

  private VirtualShard find(String shard) {
    VirtualShard found = shards.get(shard);
    if (found == null) {
      throw new IllegalStateException("there is no " + shard);
    }
    return found;
  }

  private static int indexOf(VirtualShard shard, Position from) {
    List<StreamRecord> records = shard.records;
    return switch (from) {
      case Position.TrimHorizon t -> 0;
      case Position.Latest l -> records.size();
      case Position.Token token -> Integer.parseInt(token.iterator());
      case Position.At at -> {
        int i = 0;
        while (i < records.size() && records.get(i).arrival().isBefore(at.time())) {
          i++;
        }
        yield i;
      }
      case Position.After after -> {
        int i = 0;
        while (!records.get(i).sequenceNumber().equals(after.sequenceNumber())) {
          i++;
        }
        yield i + 1;
      }
    };
  }
}
