package io.oriontrail.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON with which Lambda delivers records of a Kinesis stream, record by record and
 * straight from the input: neither the text nor its base64 is held as a whole.
 */
final class KinesisEventReader implements RecordSource, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;

  /**
   * Goes to the first record.
   *
   * @throws IOException if the input is not JSON with an array {@code Records}
   */
  KinesisEventReader(InputStream input) throws IOException {
    json = JSON.createParser(input);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("the input is no Kinesis event: it is no JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean records = json.currentName().equals("Records");
      JsonToken value = json.nextToken();
      if (records && value == JsonToken.START_ARRAY) {
        return;
      }
      json.skipChildren();
    }
    throw new IOException("the input is no Kinesis event: it has no array 'Records'");
  }

  @Override
  public @Nullable StreamRecord next() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("kinesis") && value == JsonToken.START_OBJECT) {
        readKinesis(fields);
      } else if (name.equals("eventID")) {
        fields.eventId = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return fields.toRecord();
  }

  private void readKinesis(Fields fields) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "sequenceNumber" -> fields.sequenceNumber = json.getText();
        case "partitionKey" -> fields.partitionKey = json.getText();
        case "approximateArrivalTimestamp" -> fields.arrival = json.getDecimalValue();
        case "data" -> fields.data = json.getBinaryValue();
        default -> json.skipChildren();
      }
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  /** What has been read of one record. */
  private static final class Fields {
    @Nullable String eventId;
    @Nullable String sequenceNumber;
    String partitionKey = "";
    BigDecimal arrival = BigDecimal.ZERO;
    byte @Nullable [] data;

    StreamRecord toRecord() throws IOException {
      if (eventId == null || sequenceNumber == null || data == null) {
        throw new IOException(
            "the input is no Kinesis event: a record lacks eventID, sequenceNumber or data");
      }
      int colon = eventId.indexOf(':');
      long millis = arrival.movePointRight(3).longValue();
      return new StreamRecord(
          new Origin(
              colon < 0 ? "" : eventId.substring(0, colon),
              sequenceNumber,
              partitionKey,
              Instant.ofEpochMilli(millis)),
          data);
    }
  }
}
