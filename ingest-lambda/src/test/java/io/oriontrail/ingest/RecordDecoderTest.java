package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
  private static final StepEvent ONE = Wire.event(1);
  private static final StepEvent TWO = Wire.event(2);

  private final RecordDecoder decoder = new RecordDecoder();

  @Test
  void oneObject_withAndWithoutLineEnd_isOneEvent() {
    byte[] line = Wire.lines(ONE);

    requireGood(line, ONE);
    requireGood(Arrays.copyOf(line, line.length - 1), ONE);
  }

  @Test
  void lines_withBlanksAndCarriageReturns_areEvents() {
    String text = new String(Wire.lines(ONE, "", "  \t", TWO, Wire.HEARTBEAT), UTF_8);

    requireGood(text.replace("\n", "\r\n").getBytes(UTF_8), ONE, TWO, Wire.HEARTBEAT);
  }

  @Test
  void gzip_ofLines_areEvents() {
    requireGood(Wire.gzip(Wire.lines(ONE, TWO, Wire.HEARTBEAT)), ONE, TWO, Wire.HEARTBEAT);
  }

  @Test
  void gzip_ofSeveralMembers_areTheEventsOfAll() {
    byte[] first = Wire.gzip(Wire.lines(ONE));
    byte[] second = Wire.gzip(Wire.lines(TWO));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);

    requireGood(both, ONE, TWO);
  }

  @Test
  void gzip_largerThanTheFirstBuffer_isReadWhole() {
    StepEvent[] events = IntStream.range(0, 5_000).mapToObj(Wire::event).toArray(StepEvent[]::new);

    requireGood(Wire.gzip(Wire.lines((Object[]) events)), events);
    requireGood(Wire.gzip(Wire.lines(ONE)), ONE);
  }

  @Test
  void prettyPrintedObject_isOneEvent() {
    String pretty =
        new String(Wire.lines(ONE), UTF_8).replace("{", "{\n  ").replace(",\"", ",\n  \"");

    requireGood(pretty.getBytes(UTF_8), ONE);
    requireGood(Wire.gzip(pretty.getBytes(UTF_8)), ONE);
  }

  @Test
  void prettyPrintedObjectThatIsUnfit_isOneUnfitPiece() {
    DecodedRecord decoded = decoder.decode("{\n  \"accountId\": \"a\"\n}\n".getBytes(UTF_8));

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(QuarantineReason.MISSING_FIELD);
    assertThat(decoded.unfit().getFirst().field()).isEqualTo("executionId");
  }

  @Test
  void unknownFields_areCountedAndLeftOut() {
    String newer =
        new String(Wire.lines(ONE), UTF_8).replaceFirst("\\{", "{\"new\":1,\"newer\":{\"a\":[]},");

    DecodedRecord decoded = decoder.decode(newer.getBytes(UTF_8));

    assertThat(decoded.messages()).containsExactly(ONE);
    assertThat(decoded.unknownFields()).isEqualTo(2);
  }

  @Test
  void badLinesAmongGoodOnes_areNamedAndTheOthersRead() {
    byte[] record = Wire.lines(ONE, "{\"accountId\":1}", TWO, "no json", "{}");

    DecodedRecord decoded = decoder.decode(record);

    assertThat(decoded.messages()).containsExactly(ONE, TWO);
    assertThat(decoded.pieces()).isEqualTo(5);
    assertThat(decoded.unfit())
        .extracting(Unfit::reason, Unfit::field, Unfit::index, piece -> text(piece.raw()))
        .containsExactly(
            tuple(QuarantineReason.INVALID_FIELD, "accountId", 1, "{\"accountId\":1}"),
            tuple(QuarantineReason.NOT_JSON, "", 3, "no json"),
            tuple(QuarantineReason.MISSING_FIELD, "accountId", 4, "{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "28 b5 2f fd, BAD_COMPRESSION",
    "28 b5 2f fd 00 01, BAD_COMPRESSION",
    "f3 89 9a c2 00 01, BAD_AGGREGATE",
    "'', EMPTY_RECORD",
    "0a 20 0d 0a, EMPTY_RECORD",
    "1f 8b, BAD_COMPRESSION",
    "1f 8b 08 00 00 00 00 00 00 03 ff ff, BAD_COMPRESSION",
    "1f 8b 09 00, BAD_COMPRESSION",
    "ff fe 00, NOT_JSON",
    "00, NOT_JSON",
  })
  void unreadableRecord_isKeptWholeWithItsReason(String hex, QuarantineReason reason) {
    byte[] data = bytes(hex);

    DecodedRecord decoded = decoder.decode(data);

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.pieces()).isEqualTo(1);
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(reason);
    assertThat(decoded.unfit().getFirst().detail()).isNotBlank();
  }

  @Test
  void gzipCutShort_isKeptWhole() {
    byte[] whole = Wire.gzip(Wire.lines(ONE, TWO));
    byte[] cut = Arrays.copyOf(whole, whole.length - 5);

    DecodedRecord decoded = decoder.decode(cut);

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(QuarantineReason.BAD_COMPRESSION);
    assertThat(decoded.unfit().getFirst().raw()).isEqualTo(cut);
  }

  @Test
  void decompressionBomb_isKeptAsItCame() {
    byte[] bomb = Wire.gzip(new byte[64 << 20]);

    DecodedRecord decoded = decoder.decode(bomb);

    assertThat(bomb).hasSizeLessThan(70_000);
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(QuarantineReason.RECORD_TOO_LARGE);
    assertThat(decoded.unfit().getFirst().raw()).isSameAs(bomb);
    requireGood(Wire.gzip(Wire.lines(ONE)), ONE);
  }

  @Test
  void recordOfExactlyTheLargestSize_isRead() {
    byte[] line = Wire.lines(ONE);
    byte[] text = new byte[RecordDecoder.MAX_EXPANDED];
    Arrays.fill(text, (byte) ' ');
    System.arraycopy(line, 0, text, 0, line.length);

    requireGood(Wire.gzip(text), ONE);
    DecodedRecord tooLarge = decoder.decode(Wire.gzip(Arrays.copyOf(text, text.length + 1)));
    assertThat(tooLarge.unfit().getFirst().reason()).isEqualTo(QuarantineReason.RECORD_TOO_LARGE);
  }

  @Test
  void moreLinesThanAllowed_areKeptAsOneRecord() {
    byte[] lines = "{}\n".repeat(RecordDecoder.MAX_PIECES + 1).getBytes(UTF_8);

    DecodedRecord decoded = decoder.decode(lines);

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(QuarantineReason.TOO_MANY_EVENTS);
  }

  @Test
  void manyBadLines_areKeptAsOneRecordButCountedEach() {
    byte[] record =
        Wire.lines(
            IntStream.range(0, 2_001).mapToObj(i -> i == 1_000 ? ONE : "bad " + i).toArray());

    DecodedRecord decoded = decoder.decode(record);

    assertThat(decoded.messages()).containsExactly(ONE);
    assertThat(decoded.pieces()).isEqualTo(2_001);
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().pieces()).isEqualTo(2_000);
    assertThat(decoded.unfit().getFirst().index()).isEqualTo(Unfit.NO_INDEX);
    assertThat(decoded.unfit().getFirst().raw()).isSameAs(record);
    assertThat(decoded.unfit().getFirst().detail()).startsWith("2000 events of this record");
  }

  @Test
  void fewBadLinesThatExpandALot_takeNoMoreRoomThanTheRecord() {
    byte[] record = Wire.gzip(Wire.lines(ONE, "x".repeat(1 << 20), "y".repeat(1 << 20)));

    DecodedRecord decoded = decoder.decode(record);

    assertThat(decoded.messages()).containsExactly(ONE);
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().pieces()).isEqualTo(2);
    assertThat(decoded.unfit().getFirst().raw()).isSameAs(record);
  }

  @Test
  void deepNesting_isUnfitAndNoStackOverflow() {
    byte[] record = Wire.lines(ONE, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000), TWO);

    DecodedRecord decoded = decoder.decode(record);

    assertThat(decoded.messages()).containsExactly(ONE, TWO);
    assertThat(decoded.unfit())
        .extracting(Unfit::reason)
        .containsExactly(QuarantineReason.TOO_LARGE);
  }

  @Test
  void textsOfAnyLength_inDetailAndField_areCut() {
    String name = "n".repeat(500_000);
    DecodedRecord decoded =
        decoder.decode("{\"%s\":1,\"%s\":1}".formatted(name, name).getBytes(UTF_8));

    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().field()).hasSizeLessThanOrEqualTo(128);
    assertThat(decoded.unfit().getFirst().detail()).hasSizeLessThanOrEqualTo(500);
  }

  /**
   * Bytes changed, cut out, doubled and mixed in: nothing throws, and whole neighbours are read.
   */
  @Test
  void mutatedRecords_neverThrowAndKeepTheirNeighbours() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] line = Wire.lines(Wire.event(1_000 + seed));
      byte[] broken = mutated(line, random);
      byte[] plain = Wire.lines(ONE, latin1(broken), TWO);
      byte[] record = random.nextBoolean() ? plain : Wire.gzip(plain);

      DecodedRecord decoded = decoder.decode(record);
      assertThat(decoded.messages()).as("seed %s", seed).contains(ONE, TWO);
      assertThat(decoded.pieces()).as("seed %s", seed).isGreaterThanOrEqualTo(2);

      DecodedRecord brokenFrame = decoder.decode(mutated(record, random));
      assertThat(brokenFrame.pieces()).as("seed %s", seed).isPositive();
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt(256);
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, at + 1);
        default -> {
          int length = Math.min(1 + random.nextInt(20), mutated.length - at);
          byte[] doubled = Arrays.copyOf(mutated, mutated.length + length);
          System.arraycopy(mutated, at, doubled, at + length, mutated.length - at);
          mutated = doubled;
        }
      }
    }
    return mutated;
  }

  /** As characters of one byte each, and without line ends, which would make more lines of it. */
  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1).replace('\n', ' ');
  }

  private void requireGood(byte[] record, WireMessage... messages) {
    DecodedRecord decoded = decoder.decode(record);
    assertThat(decoded.unfit()).isEmpty();
    assertThat(decoded.messages()).isEqualTo(List.of(messages));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] bytes(String hex) {
    String[] digits = hex.isBlank() ? new String[0] : hex.split(" ");
    byte[] bytes = new byte[digits.length];
    for (int i = 0; i < digits.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits[i], 16);
    }
    return bytes;
  }
}
