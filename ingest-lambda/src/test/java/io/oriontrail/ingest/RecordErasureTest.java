package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordErasureTest {
  private static final ExecutionKey THEIRS = ExecutionKey.of("acct-1", "e");
  private static final ExecutionKey OTHER = ExecutionKey.of("acct-11", "acct-1");

  private final RecordErasure erasure = new RecordErasure(List.of("acct-1"));

  static Stream<UnaryOperator<byte[]>> forms() {
    return Stream.of(
        UnaryOperator.identity(),
        Wire::gzip,
        Wire::zstd,
        lines -> KplWire.aggregate(List.of(lines)));
  }

  /** Of an account whose id begins with theirs and an execution that is called like it. */
  @ParameterizedTest
  @MethodSource("forms")
  void record_ofSeveralAccounts_losesTheOneAndKeepsTheOthersEvents(UnaryOperator<byte[]> form) {
    List<StepEvent> others = new ArrayList<>();
    List<Object> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      lines.add(Wire.event(THEIRS, i));
      others.add(Wire.event(OTHER, i));
      lines.add(others.getLast());
    }

    RecordErasure.Result result = erasure.without(form.apply(Wire.lines(lines.toArray())));

    assertThat(result.erased()).isEqualTo(6);
    assertThat(result.kept()).isEqualTo(6);
    assertThat(result.unclear()).isZero();
    assertThat(new RecordDecoder().decode(Objects.requireNonNull(result.rest())).messages())
        .containsExactlyElementsOf(others);
    assertThat(erasure.without(result.rest()).erased()).isZero();
  }

  @Test
  void record_withoutTheAccount_staysToTheByte() {
    byte[] record = Wire.lines(Wire.event(OTHER, 1), "no event", Wire.HEARTBEAT);

    RecordErasure.Result result = erasure.without(record);

    assertThat(result.rest()).isSameAs(record);
    assertThat(result.kept()).isEqualTo(3);
  }

  @Test
  void record_ofTheAccountAlone_isNothing() {
    RecordErasure.Result result = erasure.without(Wire.gzip(Wire.lines(Wire.event(THEIRS, 1))));

    assertThat(result.rest()).isNull();
    assertThat(result.erased()).isEqualTo(1);
  }

  /** What ingest could not read is known by the id as a JSON string. */
  @Test
  void unfitPieces_thatNameTheAccount_goAndOthersStay() {
    byte[] record =
        Wire.lines(
            "{\"accountId\":\"acct-1\",\"state\":\"half an event\"}",
            "{\"accountId\":\"acct-1",
            "{\"accountId\":\"acct-12\"}",
            "{\"name\": [\"acct-1\"], broken");

    RecordErasure.Result result = erasure.without(record);

    assertThat(result.erased()).isEqualTo(2);
    assertThat(result.kept()).isEqualTo(2);
    byte[] rest = Objects.requireNonNull(result.rest());
    assertThat(new RecordDecoder().decode(rest).unfit())
        .extracting(piece -> new String(piece.raw(), UTF_8))
        .containsExactly("{\"accountId\":\"acct-1", "{\"accountId\":\"acct-12\"}");
  }

  @Test
  void idOfAnotherScript_isFoundHoweverItIsWritten() {
    RecordErasure kunde = new RecordErasure(List.of("Kündin \"7\""));

    assertThat(kunde.isMentionedIn("{\"a\":\"Kündin \\\"7\\\"\"}".getBytes(UTF_8))).isTrue();
    assertThat(kunde.isMentionedIn("{\"a\":\"K\\u00fcndin \\\"7\\\"\"}".getBytes(UTF_8))).isTrue();
    assertThat(kunde.isMentionedIn("{\"a\":\"Kündin \\\"77\\\"\"}".getBytes(UTF_8))).isFalse();
    byte[] event = StepEventJson.encode(Wire.event(ExecutionKey.of("Kündin \"7\"", "e"), 1));
    assertThat(kunde.isMentionedIn(event)).isTrue();
  }

  @Test
  void brokenCompression_isSaidToBeUnclearAndKept() {
    byte[] gzip = Wire.gzip(Wire.lines(Wire.event(THEIRS, 1)));
    byte[] broken = java.util.Arrays.copyOf(gzip, gzip.length / 2);

    RecordErasure.Result result = erasure.without(broken);

    assertThat(result.unclear()).isEqualTo(1);
    assertThat(result.rest()).isSameAs(broken);
  }

  /** So many unfit lines that the record stands for them: it is known by what it holds. */
  @Test
  void recordInPlaceOfItsPieces_goesAsAWholeWhereItNamesTheAccount() {
    List<Object> lines = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      lines.add("{\"accountId\":\"acct-" + (i == 140 ? 1 : 500 + i) + "\"}");
    }
    byte[] record = Wire.gzip(Wire.lines(lines.toArray()));

    assertThat(erasure.without(record).erased()).isEqualTo(150);
    assertThat(erasure.without(record).rest()).isNull();
    assertThat(new RecordErasure(List.of("acct-499")).without(record).rest()).isSameAs(record);
  }
}
