package io.oriontrail.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Quarantine in an S3 bucket: one object an invocation, one JSON line an entry, however many there
 * are. Safe for use by several threads at once.
 */
final class S3Quarantine implements Quarantine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Supplier<S3Client> client;
  private final String bucket;
  private final InstantSource clock;

  /**
   * A quarantine in the bucket.
   *
   * @param client asked for at the first entry, because few invocations ever need it
   */
  S3Quarantine(Supplier<S3Client> client, String bucket, InstantSource clock) {
    this.client = client;
    this.bucket = bucket;
    this.clock = clock;
  }

  @Override
  public void keep(String requestId, Origin first, List<Entry> entries) {
    String key =
        "%s%s/%s-%s-%s.ndjson"
            .formatted(
                IngestConfig.QUARANTINE_PREFIX,
                DAY.format(clock.instant()),
                first.shardId(),
                first.sequenceNumber(),
                requestId);
    try {
      client
          .get()
          .putObject(
              put -> put.bucket(bucket).key(key).contentType("application/x-ndjson"),
              RequestBody.fromBytes(lines(entries)));
    } catch (SdkException e) {
      throw new QuarantineException(
          "cannot put " + key + " into bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  private static byte[] lines(List<Entry> entries) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(lines)) {
      json.setRootValueSeparator(null);
      for (Entry entry : entries) {
        write(entry, json);
        json.writeRaw('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return lines.toByteArray();
  }

  private static void write(Entry entry, JsonGenerator json) throws IOException {
    Origin origin = entry.origin();
    Unfit unfit = entry.unfit();
    json.writeStartObject();
    json.writeStringField("reason", unfit.reason().name());
    json.writeStringField("field", unfit.field());
    json.writeStringField("detail", unfit.detail());
    json.writeStringField("shardId", origin.shardId());
    json.writeStringField("sequenceNumber", origin.sequenceNumber());
    json.writeStringField("partitionKey", origin.partitionKey());
    json.writeStringField("arrival", Rfc3339.format(origin.arrival()));
    if (unfit.index() == Unfit.NO_INDEX) {
      json.writeNullField("index");
    } else {
      json.writeNumberField("index", unfit.index());
    }
    json.writeNumberField("events", unfit.pieces());
    json.writeFieldName("raw");
    json.writeBinary(unfit.raw());
    json.writeEndObject();
  }
}
