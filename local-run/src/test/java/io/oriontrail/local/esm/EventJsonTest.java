package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventJsonTest {
  private final EventJson events = new EventJson(MappingHarness.STREAM_ARN);

  @Test
  void event_isWhatLambdaSends() {
    StreamRecord added =
        new StreamRecord(
            "shardId-000000000006",
            "49590338271490256608559692538361571095921575989136588898",
            "1",
            "Hello, this is a test.".getBytes(UTF_8),
            Instant.parse("2018-12-17T16:04:10.987Z"));

    // The developer guide's example, with our stream.
    assertThat(new String(events.write(List.of(added)), UTF_8))
        .isEqualTo(
            "{\"Records\":[{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"1\","
                + "\"sequenceNumber\":\"49590338271490256608559692538361571095921575989136588898\","
                + "\"data\":\"SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==\","
                + "\"approximateArrivalTimestamp\":1545062650.987},"
                + "\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\","
                + "\"eventID\":\"shardId-000000000006:"
                + "49590338271490256608559692538361571095921575989136588898\","
                + "\"eventName\":\"aws:kinesis:record\","
                + "\"invokeIdentityArn\":\"arn:aws:iam::123456789012:role/event-source-mapping\","
                + "\"awsRegion\":\"eu-west-1\",\"eventSourceARN\":\""
                + MappingHarness.STREAM_ARN
                + "\"}]}");
  }

  @Test
  void size_saidBeforehand_isTheSizeWritten() {
    Random random = new Random(13);
    String keys = "aZ09-_\"\\/\n\t\u0001äß語😀";
    for (int round = 0; round < 300; round++) {
      List<StreamRecord> batch = new ArrayList<>();
      int sizes = 0;
      for (int i = random.nextInt(6); i > 0; i--) {
        StringBuilder key = new StringBuilder();
        for (int n = random.nextInt(20); n >= 0; n--) {
          key.appendCodePoint(
              keys.codePointAt(
                  keys.offsetByCodePoints(
                      0, random.nextInt(keys.codePointCount(0, keys.length())))));
        }
        StreamRecord added =
            new StreamRecord(
                "shardId-" + random.nextInt(),
                Long.toString(random.nextLong()),
                key.toString(),
                new byte[random.nextInt(10_000)],
                Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L)));
        batch.add(added);
        sizes += events.sizeOf(added);
      }
      assertThat(events.write(batch)).hasSize(events.sizeOfEvent(sizes, batch.size()));
    }
  }
}
