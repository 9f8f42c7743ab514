package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case was seen on AWS, except where it says otherwise. */
final class BatchAnswerTest {
  private static final List<StreamRecord> BATCH =
      List.of(record("10"), record("11"), record("12"), record("13"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "null",
        "{}",
        "[]",
        "{\"batchItemFailures\":[]}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":\"\"}",
        "{\"other\":1}"
      })
  void answer_thatNamesNothing_isSuccess(String answer) {
    assertThat(read(answer)).isEqualTo(new BatchAnswer.AllDone());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"foo\":\"11\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"99\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"11\"},{\"itemIdentifier\":\"99\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":11}]}",
        "{\"batchItemFailures\":[\"11\"]}",
        "{\"batchItemFailures\":\"11\"}",
        "{\"batchItemFailures\":{\"itemIdentifier\":\"11\"}}",
        "not JSON",
        "17",
        "\"OK\"",
        "[1]"
      })
  void answer_thatMakesNoSense_failsTheWholeBatch(String answer) {
    assertThat(read(answer)).isInstanceOf(BatchAnswer.Senseless.class);
  }

  @Test
  void answer_thatNamesSeveral_failsFromTheLowest() {
    assertThat(
            read(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"13\"},{\"itemIdentifier\":\"11\"},"
                    + "{\"itemIdentifier\":\"12\"}]}"))
        .isEqualTo(new BatchAnswer.FailedFrom(1));
  }

  @Test
  void answer_thatNamesTheFirst_failsFromThere() {
    assertThat(read("{\"batchItemFailures\":[{\"itemIdentifier\":\"10\"}]}"))
        .isEqualTo(new BatchAnswer.FailedFrom(0));
  }

  private static BatchAnswer read(String answer) {
    return BatchAnswer.read(answer.getBytes(UTF_8), BATCH);
  }

  private static StreamRecord record(String sequence) {
    return new StreamRecord("shardId-0", sequence, "k", new byte[0], Instant.EPOCH);
  }
}
