package io.oriontrail.local.esm;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Records that are given up, and why: what an on-failure destination gets.
 *
 * @param invocations how often the function had been invoked with them
 * @param functionError whether the last of these ended in an error of the function
 * @param at when they were given up
 */
record FailedBatch(
    List<StreamRecord> records,
    Condition condition,
    int invocations,
    boolean functionError,
    Instant at) {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_IN_KEY =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME_IN_KEY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

  FailedBatch {
    records = List.copyOf(records);
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same for the same records given up for the same reason: delivered twice, it is one. */
  UUID objectId() {
    String identity =
        records.getFirst() + " " + records.getLast() + " " + condition.wire() + " " + at;
    return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
  }

  /** As Lambda names the object in the destination's bucket. */
  String objectKey(String mappingId) {
    return "aws/lambda/"
        + mappingId
        + "/"
        + records.getFirst().shardId()
        + "/"
        + DAY_IN_KEY.format(at)
        + "/"
        + TIME_IN_KEY.format(at)
        + "-"
        + objectId();
  }

  /**
   * The invocation record.
   *
   * @param withRecords whether with the event as {@code payload}, which only S3 destinations get
   */
  byte[] json(EventJson events, String functionArn, boolean withRecords) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = EventJson.JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeObjectFieldStart("requestContext");
      out.writeStringField("requestId", objectId().toString());
      out.writeStringField("functionArn", functionArn);
      out.writeStringField("condition", condition.wire());
      // Records that were too old before any invocation are reported with 1 as well.
      out.writeNumberField("approximateInvokeCount", Math.max(1, invocations));
      out.writeEndObject();
      writeResponse(out);
      out.writeStringField("version", "1.0");
      out.writeStringField("timestamp", MILLIS.format(at));
      writeBatchInfo(out, events.streamArn());
      if (withRecords) {
        out.writeFieldName("payload");
        events.writeEvent(records, out);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an invocation record", e);
    }
    return bytes.toByteArray();
  }

  private void writeResponse(JsonGenerator out) throws IOException {
    if (condition == Condition.RECORD_AGE_EXCEEDED) {
      return;
    }
    out.writeObjectFieldStart("responseContext");
    out.writeNumberField("statusCode", 200);
    out.writeStringField("executedVersion", "$LATEST");
    out.writeStringField("functionError", functionError ? "Unhandled" : null);
    out.writeEndObject();
  }

  private void writeBatchInfo(JsonGenerator out, String streamArn) throws IOException {
    StreamRecord first = records.getFirst();
    StreamRecord last = records.getLast();
    out.writeObjectFieldStart("KinesisBatchInfo");
    out.writeStringField("shardId", first.shardId());
    out.writeStringField("startSequenceNumber", first.sequenceNumber());
    out.writeStringField("endSequenceNumber", last.sequenceNumber());
    out.writeStringField("approximateArrivalOfFirstRecord", MILLIS.format(first.arrival()));
    out.writeStringField("approximateArrivalOfLastRecord", MILLIS.format(last.arrival()));
    out.writeNumberField("batchSize", records.size());
    out.writeStringField("streamArn", streamArn);
    out.writeEndObject();
  }
}
