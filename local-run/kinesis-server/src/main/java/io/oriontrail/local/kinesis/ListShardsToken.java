package io.oriontrail.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a listing of shards goes on.
 *
 * @param after number of the last shard already shown; -1 at the beginning
 */
record ListShardsToken(String stream, ShardFilter filter, int after) {
  private static final int PARTS = 5;

  static ListShardsToken first(Params params) {
    String name = params.streamName();
    String start = params.text("ExclusiveStartShardId");
    ShardFilter filter = ShardFilter.from(params.structure("ShardFilter"));
    return new ListShardsToken(name, filter, start == null ? -1 : indexOf(start));
  }

  static ListShardsToken parse(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      List<String> parts = List.of(text.split("/", -1));
      if (parts.size() == PARTS) {
        ShardFilter filter =
            new ShardFilter(
                ShardFilter.Type.valueOf(parts.get(1)),
                parts.get(2).isEmpty() ? null : Instant.parse(parts.get(2)),
                parts.get(3).isEmpty() ? null : parts.get(3));
        return new ListShardsToken(parts.get(0), filter, Integer.parseInt(parts.get(4)));
      }
    } catch (RuntimeException e) {
      // Falls through: whatever is wrong with it, the service says the same.
    }
    throw KinesisException.invalidArgument("Invalid NextToken.");
  }

  ListShardsToken goingOnAfter(int shard) {
    return new ListShardsToken(stream, filter, shard);
  }

  String token() {
    String text =
        String.join(
            "/",
            stream,
            filter.type().name(),
            orEmpty(filter.time()),
            orEmpty(filter.shardId()),
            Integer.toString(after));
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String orEmpty(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static int indexOf(String shardId) {
    String digits = shardId.substring(shardId.indexOf('-') + 1);
    if (!digits.matches("[0-9]{1,12}")) {
      throw KinesisException.validation(
          "Value '" + shardId + "' at 'exclusiveStartShardId' is no shard id");
    }
    return (int) Math.min(Long.parseLong(digits), Integer.MAX_VALUE);
  }
}
