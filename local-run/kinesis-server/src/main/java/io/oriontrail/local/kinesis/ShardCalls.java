package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that list and change the shards of a stream. Changes are done when they return. */
final class ShardCalls {
  private static final int MAX_PAGE = 10_000;
  private static final int PAGE = 1_000;

  private final DataStreams streams;

  ShardCalls(DataStreams streams) {
    this.streams = streams;
  }

  Answer list(Params params) {
    int limit = params.integer("MaxResults", 1, MAX_PAGE, PAGE);
    String token = params.text("NextToken");
    if (token != null && (params.has("StreamName") || params.has("ExclusiveStartShardId"))) {
      throw KinesisException.invalidArgument(
          "NextToken and StreamName cannot be provided together.");
    }
    // The token holds what the first page was asked for: stream, filter, last shard shown.
    ListShardsToken place =
        token == null ? ListShardsToken.first(params) : ListShardsToken.parse(token);
    DataStream stream = streams.get(place.stream());
    List<Shard> rest =
        stream.shards().stream()
            .filter(shard -> shard.index() > place.after())
            .filter(shard -> place.filter().admits(shard, horizonOf(stream)))
            .toList();
    List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
    return (out, format) -> {
      writeShards("Shards", page, out);
      if (page.size() < rest.size()) {
        int last = page.get(page.size() - 1).index();
        out.writeStringField("NextToken", place.goingOnAfter(last).token());
      }
    };
  }

  Answer split(Params params) {
    DataStream stream = streams.get(params.streamName());
    Shard shard = stream.shard(params.requiredText("ShardToSplit", 128));
    stream.split(shard, hashKey(params, params.requiredText("NewStartingHashKey")));
    return Answer.EMPTY;
  }

  Answer merge(Params params) {
    DataStream stream = streams.get(params.streamName());
    stream.merge(
        stream.shard(params.requiredText("ShardToMerge", 128)),
        stream.shard(params.requiredText("AdjacentShardToMerge", 128)));
    return Answer.EMPTY;
  }

  Answer scale(Params params) {
    DataStream stream = streams.get(params.streamName());
    int target = params.requiredInteger("TargetShardCount", 1, Integer.MAX_VALUE);
    String type = params.requiredText("ScalingType");
    if (!type.equals("UNIFORM_SCALING")) {
      throw params.invalid(
          "ScalingType", type, "Member must satisfy enum value set: [UNIFORM_SCALING]");
    }
    int current = stream.openShards().size();
    if (target > 2L * current || 2L * target < current) {
      throw KinesisException.invalidArgument(
          "UpdateShardCount cannot scale "
              + (target > current ? "up over double" : "down below half")
              + " your current open shard count. Current open shard count: "
              + current
              + " Target shard count: "
              + target);
    }
    stream.scaleTo(target);
    return (out, format) -> {
      out.writeStringField("StreamName", stream.name());
      out.writeStringField("StreamARN", stream.arn());
      out.writeNumberField("CurrentShardCount", current);
      out.writeNumberField("TargetShardCount", target);
    };
  }

  static HashKey hashKey(Params params, String decimal) {
    if (!decimal.matches("0|([1-9][0-9]{0,38})")) {
      throw params.invalid(
          "HashKey", decimal, "Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})");
    }
    try {
      return HashKey.of(new BigInteger(decimal));
    } catch (IllegalArgumentException e) {
      throw KinesisException.invalidArgument(
          "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified"
              + " value was "
              + decimal);
    }
  }

  static void writeShards(String field, List<Shard> shards, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart(field);
    for (Shard shard : shards) {
      out.writeStartObject();
      out.writeStringField("ShardId", shard.id());
      writeParents(shard, out);
      writeRange(shard, out);
      out.writeObjectFieldStart("SequenceNumberRange");
      out.writeStringField("StartingSequenceNumber", shard.startingSequenceNumber());
      @Nullable String ending = shard.endingSequenceNumber();
      if (ending != null) {
        out.writeStringField("EndingSequenceNumber", ending);
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** The shorter form that GetRecords gives at the end of a closed shard. */
  static void writeChildShards(List<Shard> children, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("ChildShards");
    for (Shard child : children) {
      out.writeStartObject();
      out.writeStringField("ShardId", child.id());
      out.writeArrayFieldStart("ParentShards");
      for (Shard parent : child.parents()) {
        out.writeString(parent.id());
      }
      out.writeEndArray();
      writeRange(child, out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeParents(Shard shard, JsonGenerator out) throws IOException {
    List<Shard> parents = shard.parents();
    if (!parents.isEmpty()) {
      out.writeStringField("ParentShardId", parents.get(0).id());
    }
    if (parents.size() > 1) {
      out.writeStringField("AdjacentParentShardId", parents.get(1).id());
    }
  }

  private static void writeRange(Shard shard, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("HashKeyRange");
    out.writeStringField("StartingHashKey", shard.range().from().toString());
    out.writeStringField("EndingHashKey", shard.range().to().toString());
    out.writeEndObject();
  }

  private Instant horizonOf(DataStream stream) {
    Instant oldest = streams.settings().clock().instant().minus(streams.settings().retention());
    return oldest.isAfter(stream.created()) ? oldest : stream.created();
  }
}
