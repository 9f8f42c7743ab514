package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.StepEventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;

/** Events and records as producers and Lambda make them. */
final class Wire {
  static final Instant START = Instant.parse("2026-11-22T10:15:30.123456789Z");
  static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  static final Heartbeat HEARTBEAT =
      new Heartbeat("k7f3q", 3, START, Map.of("emitted", 12L, "dropped.full", 0L));

  private Wire() {}

  static StepEvent event(int number) {
    return event(KEY, number);
  }

  static StepEvent event(ExecutionKey key, int number) {
    return StepEvent.ended(key, "VERIFY_IDENTITY", Status.FAILED, START.plusMillis(number))
        .eventId("e" + number)
        .runId("9f86d081884c7d65")
        .errorCode("UPSTREAM_TIMEOUT")
        .attributes(Map.of("region", "eu-west-1", "text", "ß 🜁"))
        .build();
  }

  static byte[] lines(Object... lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object line : lines) {
      bytes.writeBytes(
          line instanceof WireMessage message
              ? StepEventJson.encode(message)
              : line.toString().getBytes(UTF_8));
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(bytes)) {
      zstd.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static BatchIngestor ingestor(StepEventWriter writer, Quarantine quarantine, Instant now) {
    Duration retention = Duration.ofDays(14);
    return new BatchIngestor(
        new BatchIngestor.Targets(
            writer,
            quarantine,
            new RollupKeeper(new InMemoryRollupStore(retention, () -> now), retention, () -> now),
            new StepTally(Set.of(), () -> now),
            PayloadRules.NONE),
        () -> now);
  }

  static Origin origin(long number) {
    return new Origin(
        "shardId-000000000006",
        "4959033827149025660855969253836157109592157598913658889" + number,
        "partition-" + number,
        START);
  }

  /** One record for each, numbered from 1. */
  static List<StreamRecord> records(byte[]... data) {
    List<StreamRecord> records = new ArrayList<>();
    for (byte[] bytes : data) {
      records.add(new StreamRecord(origin(records.size() + 1), bytes));
    }
    return records;
  }

  static RecordSource source(List<StreamRecord> records) {
    Iterator<StreamRecord> left = records.iterator();
    return () -> left.hasNext() ? left.next() : null;
  }

  /** The JSON with which Lambda delivers the records. */
  static byte[] kinesisEvent(List<StreamRecord> records) {
    StringJoiner json = new StringJoiner(",", "{\"Records\":[", "]}");
    for (StreamRecord record : records) {
      Origin origin = record.origin();
      json.add(
          """
          {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%s",
          "data":"%s","approximateArrivalTimestamp":%s},"eventSource":"aws:kinesis",
          "eventVersion":"1.0","eventID":"%s:%s","eventName":"aws:kinesis:record",
          "invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2",
          "eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/orion-events"}"""
              .formatted(
                  origin.partitionKey(),
                  origin.sequenceNumber(),
                  Base64.getEncoder().encodeToString(record.data()),
                  BigDecimal.valueOf(origin.arrival().toEpochMilli(), 3),
                  origin.shardId(),
                  origin.sequenceNumber()));
    }
    return json.toString().getBytes(UTF_8);
  }
}
