package io.oriontrail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no event, why, and which field is at fault. */
final class RejectionTest {
  private static final String GOOD =
      "{'accountId':'a','executionId':'e','step':'S','state':'ENDED','status':'FAILED',"
          + "'timestamp':'2026-11-22T10:15:30Z','attempt':1,'durationNanos':1,'errorCode':'C',"
          + "'errorMessage':'m','runId':'r','traceId':'4bf92f3577b34da6a3ce929d0e0e4736',"
          + "'dependsOn':['D'],'attributes':{'k':'v'}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "42",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "{\"accountId\":\"a\"",
        "{}{}",
        "{} x",
        "{\"a\":1,}",
        "{'a':1}",
        "not json",
        "\u0000",
        "{\"step\":\"\u0001\"}",
        "{\"step\":NaN}"
      })
  void decode_bytesThatAreNoObject_notJson(String text) {
    InvalidEventException e = rejected(text.getBytes(StandardCharsets.UTF_8));
    assertThat(e.reason()).isEqualTo(RejectReason.NOT_JSON);
    assertThat(e.field()).isEmpty();
  }

  @Test
  void decode_invalidUtf8_notJson() {
    byte[] bytes = json(GOOD.replace("'S'", "'?'"));
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xC3;
    assertThat(rejected(bytes).reason()).isEqualTo(RejectReason.NOT_JSON);
  }

  @Test
  void decode_nestedTooDeep_tooLarge() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    byte[] bytes = json("{'new':" + deep + "}");
    assertThat(rejected(bytes).reason()).isEqualTo(RejectReason.TOO_LARGE);
  }

  @Test
  void decode_stringOfMegabytes_tooLarge() {
    byte[] bytes = json(GOOD.replace("'m'", "'" + "x".repeat(2 << 20) + "'"));
    assertThat(rejected(bytes).reason()).isEqualTo(RejectReason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accountId", "executionId", "step", "state", "status", "timestamp"})
  void decode_neededFieldAbsentOrNull_missing(String field) {
    for (String gone :
        new String[] {
          GOOD.replaceAll("'" + field + "':'[^']*',", ""),
          GOOD.replaceAll("'" + field + "':'[^']*',", "'" + field + "':null,")
        }) {
      InvalidEventException e = rejected(json(gone));
      assertThat(e.reason()).isEqualTo(RejectReason.MISSING_FIELD);
      assertThat(e.field()).isEqualTo(field);
      assertThat(e).hasMessageContaining(field);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "accountId|'a'|''",
        "accountId|'a'|'a#b'",
        "accountId|'a'|'a\\u0000b'",
        "accountId|'a'|7",
        "accountId|'a'|'\\ud800'",
        "executionId|'e'|'\\u0085'",
        "step|'S'|'S#T'",
        "step|'S'|['S']",
        "state|'ENDED'|'DONE'",
        "state|'ENDED'|'ended'",
        "status|'FAILED'|'OK'",
        "timestamp|'2026-11-22T10:15:30Z'|'yesterday'",
        "timestamp|'2026-11-22T10:15:30Z'|1794000000",
        "timestamp|'2026-11-22T10:15:30Z'|'1999-12-31T23:59:59.999999999Z'",
        "timestamp|'2026-11-22T10:15:30Z'|'2200-01-01T00:00:00Z'",
        "attempt|1|0",
        "attempt|1|10001",
        "attempt|1|1.5",
        "attempt|1|'1'",
        "attempt|1|99999999999999999999",
        "attempt|1|-9223372036854775808",
        "durationNanos|1|-1",
        "durationNanos|1|9223372036854775808",
        "errorCode|'C'|''",
        "errorCode|'C'|'a\\nb'",
        "runId|'r'|''",
        "runId|'r'|'a b'",
        "runId|'r'|'12345678901234567890123456789012345678901234567890123456789012345'",
        "traceId|'4bf92f3577b34da6a3ce929d0e0e4736'|'4BF92F3577B34DA6A3CE929D0E0E4736'",
        "traceId|'4bf92f3577b34da6a3ce929d0e0e4736'|'4bf9'",
        "dependsOn|['D']|'D'",
        "dependsOn|['D']|[7]",
        "dependsOn|['D']|['']",
        "attributes|{'k':'v'}|[]",
        "attributes|{'k':'v'}|{'':'v'}"
      })
  void decode_illegalValue_invalidFieldOfThatName(String field, String legal, String illegal) {
    String bad = GOOD.replace("'" + field + "':" + legal, "'" + field + "':" + illegal);
    assertThat(bad).isNotEqualTo(GOOD);
    InvalidEventException e = rejected(json(bad));
    assertThat(e.reason()).isEqualTo(RejectReason.INVALID_FIELD);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e).hasMessageContaining(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attributes.k|{'k':7}",
        "attributes.k|{'k':null}",
        "attributes.k|{'k':{}}",
        "attributes|{'k':'v','k':'w'}"
      })
  void decode_illegalAttribute_namesIt(String field, String attributes) {
    InvalidEventException e = rejected(json(GOOD.replace("{'k':'v'}", attributes)));
    assertThat(e.reason()).isEqualTo(RejectReason.INVALID_FIELD);
    assertThat(e.field()).isEqualTo(field);
  }

  @Test
  void decode_fieldTwice_invalid() {
    InvalidEventException e =
        rejected(json(GOOD.replace("'runId':'r'", "'runId':'r','runId':'r'")));
    assertThat(e.reason()).isEqualTo(RejectReason.INVALID_FIELD);
    assertThat(e.field()).isEqualTo("runId");
  }

  @Test
  void decode_outcomeOnStartedEvent_invalid() {
    String started = GOOD.replace("'state':'ENDED'", "'state':'STARTED'");
    assertThat(rejected(json(started)).field()).isEqualTo("status");
    String withDuration = started.replace("'status':'FAILED',", "");
    assertThat(rejected(json(withDuration)).field()).isEqualTo("durationNanos");
  }

  @Test
  void decode_errorOnSucceededEvent_invalid() {
    InvalidEventException e = rejected(json(GOOD.replace("'FAILED'", "'SUCCEEDED'")));
    assertThat(e.field()).isEqualTo("errorCode");
  }

  @Test
  void decode_unknownType_saysSo() {
    InvalidEventException e = rejected(json("{'type':'METRIC'}"));
    assertThat(e.reason()).isEqualTo(RejectReason.UNKNOWN_TYPE);
  }

  @Test
  void decode_heartbeatWithoutNumber_missing() {
    InvalidEventException e =
        rejected(json("{'type':'HEARTBEAT','emitterId':'k','timestamp':'2026-11-22T10:15:30Z'}"));
    assertThat(e.reason()).isEqualTo(RejectReason.MISSING_FIELD);
    assertThat(e.field()).isEqualTo("seq");
  }

  @Test
  void decode_unknownFields_skippedAndCounted() {
    byte[] bytes =
        json(GOOD.replace("{'accountId'", "{'new':{'a':[1,2]},'newer':null,'accountId'"));
    // A field without a value is as good as absent, known or not.
    assertThat(StepEventJson.decode(bytes).unknownFields()).isEqualTo(1);
  }

  @Test
  void message_hostileValue_isShortAndPrintable() {
    InvalidEventException e =
        rejected(json(GOOD.replace("'S'", "'\\u001b[31m\\u0000" + "x".repeat(500) + "#'")));
    assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\u001b", "\u0000");
  }

  private static InvalidEventException rejected(byte[] bytes) {
    return catchThrowableOfType(InvalidEventException.class, () -> StepEventJson.decode(bytes));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
