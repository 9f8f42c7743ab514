package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** The calls about whole streams. Streams are ready, changed and gone at once. */
final class StreamCalls {
  private static final int ON_DEMAND_SHARDS = 4;
  private static final int MAX_PAGE = 10_000;
  private static final int PAGE = 100;

  private final DataStreams streams;

  StreamCalls(DataStreams streams) {
    this.streams = streams;
  }

  Answer create(Params params) {
    Params mode = params.structure("StreamModeDetails");
    boolean onDemand = mode != null && mode.requiredText("StreamMode").equals("ON_DEMAND");
    int shards =
        onDemand
            ? params.integer("ShardCount", 1, Integer.MAX_VALUE, ON_DEMAND_SHARDS)
            : params.requiredInteger("ShardCount", 1, Integer.MAX_VALUE);
    streams.create(params.streamName(), shards, onDemand);
    return Answer.EMPTY;
  }

  Answer delete(Params params) {
    streams.delete(params.streamName());
    return Answer.EMPTY;
  }

  Answer describe(Params params) {
    DataStream stream = streams.get(params.streamName());
    int limit = params.integer("Limit", 1, MAX_PAGE, PAGE);
    String after = params.text("ExclusiveStartShardId");
    List<Shard> rest =
        stream.shards().stream()
            .filter(shard -> after == null || shard.id().compareTo(after) > 0)
            .toList();
    List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
    return (out, format) -> {
      out.writeObjectFieldStart("StreamDescription");
      writeCommon(stream, out, format);
      ShardCalls.writeShards("Shards", page, out);
      out.writeBooleanField("HasMoreShards", page.size() < rest.size());
      out.writeEndObject();
    };
  }

  Answer summarize(Params params) {
    DataStream stream = streams.get(params.streamName());
    return (out, format) -> {
      out.writeObjectFieldStart("StreamDescriptionSummary");
      writeCommon(stream, out, format);
      out.writeNumberField("OpenShardCount", stream.openShards().size());
      out.writeNumberField("ConsumerCount", 0);
      out.writeEndObject();
    };
  }

  Answer list(Params params) {
    int limit = params.integer("Limit", 1, MAX_PAGE, PAGE);
    String token = params.text("NextToken");
    String after = token != null ? token : params.text("ExclusiveStartStreamName");
    List<DataStream> rest = streams.after(after);
    List<DataStream> page = rest.subList(0, Math.min(limit, rest.size()));
    boolean more = page.size() < rest.size();
    return (out, format) -> {
      out.writeArrayFieldStart("StreamNames");
      for (DataStream stream : page) {
        out.writeString(stream.name());
      }
      out.writeEndArray();
      out.writeArrayFieldStart("StreamSummaries");
      for (DataStream stream : page) {
        out.writeStartObject();
        writeIdentity(stream, out, format);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeBooleanField("HasMoreStreams", more);
      if (more) {
        out.writeStringField("NextToken", page.get(page.size() - 1).name());
      }
    };
  }

  private void writeCommon(DataStream stream, JsonGenerator out, WireFormat format)
      throws IOException {
    writeIdentity(stream, out, format);
    out.writeNumberField("RetentionPeriodHours", streams.settings().retention().toHours());
    out.writeStringField("EncryptionType", "NONE");
    out.writeArrayFieldStart("EnhancedMonitoring");
    out.writeStartObject();
    out.writeArrayFieldStart("ShardLevelMetrics");
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
  }

  private static void writeIdentity(DataStream stream, JsonGenerator out, WireFormat format)
      throws IOException {
    out.writeStringField("StreamName", stream.name());
    out.writeStringField("StreamARN", stream.arn());
    out.writeStringField("StreamStatus", "ACTIVE");
    out.writeObjectFieldStart("StreamModeDetails");
    out.writeStringField("StreamMode", stream.onDemand() ? "ON_DEMAND" : "PROVISIONED");
    out.writeEndObject();
    format.writeTime(out, "StreamCreationTimestamp", stream.created());
  }
}
