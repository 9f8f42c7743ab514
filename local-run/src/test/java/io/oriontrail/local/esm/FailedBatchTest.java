package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FailedBatchTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:15:30.123456Z");
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:ingest";
  private final EventJson events = new EventJson(MappingHarness.STREAM_ARN);
  private final List<StreamRecord> records =
      List.of(record("100", "one", 1), record("101", "two", 2));

  @Test
  void json_ofExhaustedRetries_hasContextBatchAndRecords() throws Exception {
    FailedBatch failed = new FailedBatch(records, Condition.RETRY_ATTEMPTS_EXHAUSTED, 4, true, AT);

    JsonNode json = new ObjectMapper().readTree(failed.json(events, FUNCTION, true));

    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "requestContext",
            "responseContext",
            "version",
            "timestamp",
            "KinesisBatchInfo",
            "payload");
    assertThat(json.at("/requestContext/requestId").asText()).hasSize(36);
    assertThat(json.at("/requestContext/functionArn").asText()).isEqualTo(FUNCTION);
    assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(json.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(4);
    assertThat(json.at("/responseContext").toString())
        .isEqualTo(
            "{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"}");
    assertThat(json.at("/version").asText()).isEqualTo("1.0");
    assertThat(json.at("/timestamp").asText()).isEqualTo("2026-11-22T10:15:30.123Z");
    assertThat(json.at("/KinesisBatchInfo").toString())
        .isEqualTo(
            "{\"shardId\":\"shardId-000000000003\",\"startSequenceNumber\":\"100\","
                + "\"endSequenceNumber\":\"101\","
                + "\"approximateArrivalOfFirstRecord\":\"2026-11-22T10:15:31.000Z\","
                + "\"approximateArrivalOfLastRecord\":\"2026-11-22T10:15:32.000Z\","
                + "\"batchSize\":2,\"streamArn\":\""
                + MappingHarness.STREAM_ARN
                + "\"}");
    assertThat(json.at("/payload")).isEqualTo(new ObjectMapper().readTree(events.write(records)));
  }

  @Test
  void json_ofPartialFailures_hasNoFunctionError() throws Exception {
    FailedBatch failed = new FailedBatch(records, Condition.RETRY_ATTEMPTS_EXHAUSTED, 4, false, AT);

    JsonNode json = new ObjectMapper().readTree(failed.json(events, FUNCTION, true));

    assertThat(json.at("/responseContext/functionError").isNull()).isTrue();
  }

  @Test
  void json_ofRecordsTooOldWhenFirstRead_countsOneInvocationAndHasNoResponse() throws Exception {
    FailedBatch failed = new FailedBatch(records, Condition.RECORD_AGE_EXCEEDED, 0, false, AT);

    JsonNode json = new ObjectMapper().readTree(failed.json(events, FUNCTION, true));

    assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
    assertThat(json.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
    assertThat(json.has("responseContext")).isFalse();
  }

  @Test
  void objectKey_isAsLambdaNamesIt() {
    FailedBatch failed = new FailedBatch(records, Condition.RETRY_ATTEMPTS_EXHAUSTED, 4, true, AT);

    assertThat(failed.objectKey("mapping"))
        .isEqualTo(
            "aws/lambda/mapping/shardId-000000000003/2026/11/22/2026-11-22T10.15.30-"
                + failed.objectId());
  }

  private static StreamRecord record(String sequence, String data, int seconds) {
    return new StreamRecord(
        "shardId-000000000003",
        sequence,
        "key",
        data.getBytes(UTF_8),
        Instant.parse("2026-11-22T10:15:30Z").plusSeconds(seconds));
  }
}
