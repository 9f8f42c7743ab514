package io.oriontrail.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.GZIPOutputStream;

/**
 * The changes of a DynamoDB table with which Lambda calls a function: a line of JSON for each, as
 * it came, in the order in which they came.
 */
final class TableChanges {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SEQUENCE = "SequenceNumber";
  private static final String TIME = "ApproximateCreationDateTime";

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(4 << 10);
  private String first = "";
  private String last = "";
  private Instant time = Instant.EPOCH;
  private int count;

  private TableChanges() {}

  /**
   * Reads all of them.
   *
   * @throws IOException if the input is no event of a table's stream
   */
  static TableChanges read(InputStream input) throws IOException {
    TableChanges changes = new TableChanges();
    try (JsonParser json = JSON.createParser(input)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("Records")) {
          json.nextToken();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            changes.add(json);
          }
          return changes;
        }
      }
    }
    throw new IOException("the input is no event of a table's stream: it has no array 'Records'");
  }

  int count() {
    return count;
  }

  /** What an object that holds these changes, and no others ever, is called. */
  String name() {
    return "day=%s/%s-%s.ndjson.gz"
        .formatted(LocalDate.ofInstant(time, ZoneOffset.UTC), first, last);
  }

  byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 10);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      lines.writeTo(gzip);
    }
    return bytes.toByteArray();
  }

  private void add(JsonParser json) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    try (JsonGenerator copy = JSON.createGenerator(line)) {
      copy.copyCurrentStructure(json);
    }
    String sequence = find(line.toByteArray());
    first = count == 0 ? sequence : first;
    last = sequence;
    count++;
    line.writeTo(lines);
    lines.write('\n');
  }

  /** The change's number; notes the first one's time. */
  private String find(byte[] line) throws IOException {
    String sequence = null;
    try (JsonParser json = JSON.createParser(new ByteArrayInputStream(line))) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        // Within "dynamodb" of the record, and not in an item that has such attributes.
        if (token == JsonToken.FIELD_NAME && depth == 2) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          depth += value.isStructStart() ? 1 : 0;
          if (name.equals(SEQUENCE)) {
            sequence = json.getText();
          } else if (name.equals(TIME) && count == 0) {
            time = Instant.ofEpochSecond(json.getDecimalValue().longValue());
          }
        }
      }
    }
    if (sequence == null) {
      throw new IOException("the input is no event of a table's stream: a record has no number");
    }
    return sequence;
  }
}
