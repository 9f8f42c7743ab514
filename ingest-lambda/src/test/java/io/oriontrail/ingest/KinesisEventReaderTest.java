package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisEventReaderTest {

  /** The sample event of AWS's developer guide. */
  private static final String SAMPLE =
      """
      {
        "Records": [
          {
            "kinesis": {
              "kinesisSchemaVersion": "1.0",
              "partitionKey": "1",
              "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
              "data": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
              "approximateArrivalTimestamp": 1545084650.987
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-role",
            "awsRegion": "us-east-2",
            "eventSourceARN": "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"
          }
        ]
      }
      """;

  @Test
  void sampleOfTheGuide_read_isOneRecord() throws IOException {
    List<StreamRecord> records = read(SAMPLE);

    assertThat(records).hasSize(1);
    assertThat(records.getFirst().origin())
        .isEqualTo(
            new Origin(
                "shardId-000000000006",
                "49590338271490256608559692538361571095921575989136588898",
                "1",
                Instant.parse("2018-12-17T22:10:50.987Z")));
    assertThat(new String(records.getFirst().data(), UTF_8)).isEqualTo("Hello, this is a test.");
  }

  @Test
  void severalRecords_read_comeInOrderWithTheirBytes() throws IOException {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    List<StreamRecord> records = Wire.records(bytes, new byte[0], Wire.gzip(bytes));

    List<StreamRecord> read = read(new String(Wire.kinesisEvent(records), UTF_8));

    assertThat(read)
        .extracting(StreamRecord::origin)
        .isEqualTo(
            records.stream()
                .map(StreamRecord::origin)
                .map(
                    o ->
                        new Origin(
                            o.shardId(),
                            o.sequenceNumber(),
                            o.partitionKey(),
                            Instant.parse("2026-11-22T10:15:30.123Z")))
                .toList());
    for (int i = 0; i < records.size(); i++) {
      assertThat(read.get(i).data()).isEqualTo(records.get(i).data());
    }
  }

  @Test
  void fieldsUnknownAndInAnyOrder_read_areSkipped() throws IOException {
    String json =
        """
        {"window":{"start":[1,{"Records":[]}]},"Records":[{"eventID":"shard:7","new":{"a":[1]},
        "kinesis":{"data":"YQ==","encryptionType":{"k":[]},"sequenceNumber":"7"}}],"state":{}}""";

    List<StreamRecord> records = read(json);

    assertThat(records).hasSize(1);
    assertThat(records.getFirst().origin()).isEqualTo(new Origin("shard", "7", "", Instant.EPOCH));
  }

  @Test
  void noRecords_read_isEmpty() throws IOException {
    assertThat(read("{\"Records\":[]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"Records\":{}}",
        "{\"records\":[]}",
        "{\"Records\":[{}]}",
        "{\"Records\":[{\"eventID\":\"s:1\",\"kinesis\":{\"data\":\"YQ==\"}}]}",
        "{\"Records\":[{\"eventID\":\"s:1\",\"kinesis\":{\"sequenceNumber\":\"1\"}}]}",
        "{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":\"YQ==\"}}]}",
        "{\"Records\":[{\"eventID\":\"s:1\",\"kinesis\":{\"sequenceNumber\":\"1\",\"data\":\"?\"}}]}",
        "{\"Records\":[{\"eventID\":\"s:1\"",
      })
  void noKinesisEvent_read_fails(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  private static List<StreamRecord> read(String json) throws IOException {
    List<StreamRecord> records = new ArrayList<>();
    try (KinesisEventReader reader =
        new KinesisEventReader(new ByteArrayInputStream(json.getBytes(UTF_8)))) {
      for (StreamRecord record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }
}
