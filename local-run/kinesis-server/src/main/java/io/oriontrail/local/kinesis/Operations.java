package io.oriontrail.local.kinesis;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The operations of the API that are served, by name, and how often each was asked for. */
final class Operations {
  /** One operation. The fault concerns only those that put records. */
  @FunctionalInterface
  interface Operation {
    Answer perform(Params params, Fault fault);
  }

  private static final class Entry {
    final Operation operation;
    final AtomicLong requests = new AtomicLong();

    Entry(Operation operation) {
      this.operation = operation;
    }
  }

  private final Map<String, Entry> table = new TreeMap<>();

  Operations(DataStreams streams) {
    StreamCalls ofStreams = new StreamCalls(streams);
    add("CreateStream", ofStreams::create);
    add("DeleteStream", ofStreams::delete);
    add("DescribeStream", ofStreams::describe);
    add("DescribeStreamSummary", ofStreams::summarize);
    add("ListStreams", ofStreams::list);
    ShardCalls ofShards = new ShardCalls(streams);
    add("ListShards", ofShards::list);
    add("SplitShard", ofShards::split);
    add("MergeShards", ofShards::merge);
    add("UpdateShardCount", ofShards::scale);
    RecordCalls ofRecords = new RecordCalls(streams);
    table.put("PutRecord", new Entry(ofRecords::putOne));
    table.put(Call.PUT_RECORDS, new Entry(ofRecords::putMany));
    add("GetShardIterator", ofRecords::iterator);
    add(Call.GET_RECORDS, ofRecords::read);
  }

  @FunctionalInterface
  private interface Faultless {
    Answer perform(Params params);
  }

  private void add(String name, Faultless operation) {
    table.put(name, new Entry((params, fault) -> operation.perform(params)));
  }

  boolean knows(@Nullable String name) {
    return name != null && table.containsKey(name);
  }

  /** Counts the request; which one it is, from 1. */
  long count(String name) {
    return entry(name).requests.incrementAndGet();
  }

  long requests(String name) {
    return entry(name).requests.get();
  }

  Answer perform(String name, Params params, Fault fault) {
    return entry(name).operation.perform(params, fault);
  }

  private Entry entry(String name) {
    Entry found = table.get(name);
    if (found == null) {
      throw new IllegalArgumentException("'" + name + "' is none of " + table.keySet());
    }
    return found;
  }
}
