package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that put records into shards and get them out again. */
final class RecordCalls {
  private static final int MIB = 1 << 20;
  private static final int MAX_ENTRIES = 500;
  private static final long MAX_PUT = 5L * MIB;
  private static final int MAX_READ_RECORDS = 10_000;
  private static final long MAX_READ = 10L * MIB;

  private final DataStreams streams;
  private final AtomicLong chains = new AtomicLong();

  RecordCalls(DataStreams streams) {
    this.streams = streams;
  }

  Answer putOne(Params params, Fault fault) {
    DataStream stream = streams.get(params.streamName());
    PutResult result = put(stream, PutEntry.from(params), 0, fault);
    if (result.errorCode() != null) {
      int status = result.errorCode().equals(PutResult.THROTTLED) ? 400 : 500;
      throw new KinesisException(status, result.errorCode(), String.valueOf(result.errorMessage()));
    }
    return (out, format) -> writeResult(result, out);
  }

  Answer putMany(Params params, Fault fault) {
    String name = params.streamName();
    List<PutEntry> entries =
        params.list("Records", MAX_ENTRIES).stream().map(PutEntry::from).toList();
    long size = entries.stream().mapToLong(PutEntry::size).sum();
    if (size > MAX_PUT) {
      throw KinesisException.invalidArgument("Records size exceeds 5 MB limit");
    }
    DataStream stream = streams.get(name);
    List<PutResult> results = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      results.add(put(stream, entries.get(i), i, fault));
    }
    if (fault instanceof Fault.Miscount miscount) {
      miscount(results, miscount.difference());
    }
    long failed = results.stream().filter(PutResult::isRefused).count();
    return (out, format) -> {
      out.writeNumberField("FailedRecordCount", failed);
      out.writeArrayFieldStart("Records");
      for (PutResult result : results) {
        out.writeStartObject();
        writeResult(result, out);
        out.writeEndObject();
      }
      out.writeEndArray();
    };
  }

  Answer iterator(Params params) {
    DataStream stream = streams.get(params.streamName());
    Shard shard = stream.shard(params.requiredText("ShardId", 128));
    ShardIterator iterator =
        iteratorAt(
            stream, shard, chains.incrementAndGet(), StartingPoint.of(params, stream, shard));
    return (out, format) -> out.writeStringField("ShardIterator", iterator.token());
  }

  Answer read(Params params) {
    ShardIterator iterator = ShardIterator.parse(params.requiredText("ShardIterator", 1024));
    int limit = params.integer("Limit", 1, MAX_READ_RECORDS, MAX_READ_RECORDS);
    iterator.requireFresh(now());
    DataStream stream = streams.get(iterator.stream());
    if (!stream.created().equals(iterator.streamCreated())) {
      throw KinesisException.notFound(
          "The stream of this iterator was deleted; " + stream.name() + " is a newer one.");
    }
    Shard shard = stream.shard(iterator.shardId());
    Shard.Batch batch = shard.read(iterator.chain(), iterator.position(), limit, MAX_READ);
    return (out, format) -> {
      out.writeArrayFieldStart("Records");
      for (StoredRecord stored : batch.records()) {
        writeRecord(stored, out, format);
      }
      out.writeEndArray();
      out.writeNumberField("MillisBehindLatest", batch.behind().toMillis());
      if (batch.atEndOfShard()) {
        ShardCalls.writeChildShards(stream.childrenOf(shard), out);
      } else {
        out.writeStringField(
            "NextShardIterator", iteratorAt(stream, shard, iterator.chain(), batch.next()).token());
      }
    };
  }

  private static PutResult put(DataStream stream, PutEntry entry, int index, Fault fault) {
    if (fault instanceof Fault.RefusedEntries refused && refused.entries().test(index)) {
      stream.countRefusedByFault();
      return PutResult.refused(refused.code(), refused.message());
    }
    return stream.put(entry);
  }

  private static void miscount(List<PutResult> results, int difference) {
    for (int i = difference; i > 0; i--) {
      results.add(results.get(results.size() - 1));
    }
    for (int i = difference; i < 0 && !results.isEmpty(); i++) {
      results.remove(results.size() - 1);
    }
  }

  private static void writeResult(PutResult result, JsonGenerator out) throws IOException {
    if (result.errorCode() == null) {
      out.writeStringField("SequenceNumber", result.sequenceNumber());
      out.writeStringField("ShardId", result.shardId());
    } else {
      out.writeStringField("ErrorCode", result.errorCode());
      out.writeStringField("ErrorMessage", result.errorMessage());
    }
  }

  private static void writeRecord(StoredRecord stored, JsonGenerator out, WireFormat format)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("SequenceNumber", stored.sequenceNumber());
    out.writeStringField("PartitionKey", stored.partitionKey());
    format.writeTime(out, "ApproximateArrivalTimestamp", stored.arrival());
    out.writeBinaryField("Data", stored.data());
    out.writeEndObject();
  }

  private ShardIterator iteratorAt(DataStream stream, Shard shard, long chain, long position) {
    return new ShardIterator(stream.name(), stream.created(), shard.id(), chain, position, now());
  }

  private Instant now() {
    return streams.settings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
