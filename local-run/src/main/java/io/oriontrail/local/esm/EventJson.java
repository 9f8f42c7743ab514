package io.oriontrail.local.esm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The event of a Kinesis batch, byte for byte as long as said beforehand, so that batches can be
 * cut at Lambda's limit. Immutable, thread-safe.
 */
final class EventJson {
  /** The largest event that Lambda takes. */
  static final int MAX_BYTES = 6 << 20;

  /** Writes characters beyond the basic plane as what they are, as everything else. */
  static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private static final int MILLI_DIGITS = 3;

  private final String streamArn;
  private final String region;
  private final String identityArn;

  /** What each record has beside its own key, numbers and data. */
  private final int recordOverhead;

  /** What an event has beside its records and the commas between them. */
  private final int eventOverhead;

  EventJson(String streamArn) {
    this.streamArn = streamArn;
    String[] parts = streamArn.split(":", -1);
    this.region = parts[3];
    this.identityArn = "arn:aws:iam::" + parts[4] + ":role/event-source-mapping";
    this.eventOverhead = write(List.of(), 32).length;
    // Measured, not counted by hand: whatever is written, the size stays true.
    StreamRecord bare = new StreamRecord("", "", "", new byte[0], Instant.EPOCH);
    this.recordOverhead =
        write(List.of(bare), 512).length - eventOverhead - arrivalOf(bare).toString().length();
  }

  String streamArn() {
    return streamArn;
  }

  /** Bytes of an event that holds records of these sizes. */
  int sizeOfEvent(int sizesOfRecords, int count) {
    return eventOverhead + sizesOfRecords + Math.max(0, count - 1);
  }

  /** Bytes that the record takes within an event. */
  int sizeOf(StreamRecord added) {
    int key = JsonStringEncoder.getInstance().quoteAsUTF8(added.partitionKey()).length;
    int base64 = (added.data().length + 2) / 3 * 4;
    return recordOverhead
        + key
        + base64
        + 2 * added.sequenceNumber().length()
        + added.shardId().length()
        + arrivalOf(added).toString().length();
  }

  byte[] write(List<StreamRecord> records) {
    int sizes = 0;
    for (StreamRecord added : records) {
      sizes += sizeOf(added);
    }
    return write(records, sizeOfEvent(sizes, records.size()));
  }

  private byte[] write(List<StreamRecord> records, int size) {
    ExactBytes bytes = new ExactBytes(size);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeEvent(records, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an event", e);
    }
    return bytes.all();
  }

  void writeEvent(List<StreamRecord> records, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("Records");
    for (StreamRecord added : records) {
      writeRecord(added, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void writeRecord(StreamRecord added, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("kinesis");
    out.writeStringField("kinesisSchemaVersion", "1.0");
    out.writeStringField("partitionKey", added.partitionKey());
    out.writeStringField("sequenceNumber", added.sequenceNumber());
    out.writeBinaryField("data", added.data());
    out.writeNumberField("approximateArrivalTimestamp", arrivalOf(added));
    out.writeEndObject();
    out.writeStringField("eventSource", "aws:kinesis");
    out.writeStringField("eventVersion", "1.0");
    out.writeStringField("eventID", added.shardId() + ":" + added.sequenceNumber());
    out.writeStringField("eventName", "aws:kinesis:record");
    out.writeStringField("invokeIdentityArn", identityArn);
    out.writeStringField("awsRegion", region);
    out.writeStringField("eventSourceARN", streamArn);
    out.writeEndObject();
  }

  /** Epoch seconds with a fraction of milliseconds. */
  private static BigDecimal arrivalOf(StreamRecord added) {
    return BigDecimal.valueOf(added.arrival().toEpochMilli(), MILLI_DIGITS);
  }

  /** Of known size, so that six megabytes are not copied once more. */
  private static final class ExactBytes extends ByteArrayOutputStream {
    ExactBytes(int size) {
      super(size);
    }

    byte[] all() {
      return count == buf.length ? buf : toByteArray();
    }
  }
}
