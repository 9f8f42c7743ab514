package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.oriontrail.event.StepEvent;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in zstd and in KPL aggregates. */
class EncodedRecordTest {
  private static final StepEvent ONE = Wire.event(1);
  private static final StepEvent TWO = Wire.event(2);

  /** Three lines by the reference implementation: zstd 1.5 -19 --check. */
  private static final String ZSTD_BY_REFERENCE =
      "28b52ffd0468bd0300d2c6171950b50ee8d447224a2e8ad1003191251bfb2a99831b3373f613c076"
          + "8723b0dd81811ca284b132bf181fc19027dbd79da4befb31ab62d4e5f2b76d53694de6419f06a1ca"
          + "642e6fddbeee5e3caa921a836e76efcec26bf9883685551064af0507001952b1024c36a65a639e82"
          + "316fd969e0adf2055f0c54bf";

  private final RecordDecoder decoder = new RecordDecoder();

  @Test
  void zstd_ofLines_areEvents() {
    requireGood(Wire.zstd(Wire.lines(ONE, TWO, Wire.HEARTBEAT)), 3);
    StepEvent[] many = IntStream.range(0, 5_000).mapToObj(Wire::event).toArray(StepEvent[]::new);
    requireGood(Wire.zstd(Wire.lines((Object[]) many)), 5_000);
  }

  @Test
  void zstd_byTheReferenceImplementation_isRead() {
    byte[] data = HexFormat.of().parseHex(ZSTD_BY_REFERENCE);

    DecodedRecord decoded = decoder.decode(data);

    assertThat(decoded.unfit()).isEmpty();
    assertThat(decoded.messages()).hasSize(3);
  }

  @Test
  void zstdBomb_isKeptAsItCame() {
    byte[] bomb = Wire.zstd(new byte[64 << 20]);

    DecodedRecord decoded = decoder.decode(bomb);

    assertThat(decoded.unfit()).extracting(Unfit::reason)
        .containsExactly(QuarantineReason.RECORD_TOO_LARGE);
    requireGood(Wire.zstd(Wire.lines(ONE)), 1);
  }

  /** One segment, so its size is that of the window: memory must not be taken for a promise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "28b52ffd a0 00000070", // 1.8 GB
        "28b52ffd a0 ffff7f00", // just below 8 MiB
        "28b52ffd e0 ffffffffffffff7f",
        "28b52ffd 00 58", // a window of 2 GB
      })
  void zstdThatClaimsToBeLarge_takesNoMemory(String hex) {
    byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] record = Arrays.copyOf(header, header.length + 64);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    DecodedRecord decoded = decoder.decode(record);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(allocated).isLessThan(64 << 20);
  }

  @Test
  void zstdCutShort_isKeptWhole() {
    byte[] whole = Wire.zstd(Wire.lines(ONE, TWO));

    for (int length = 4; length < whole.length; length += 7) {
      DecodedRecord decoded = decoder.decode(Arrays.copyOf(whole, length));
      assertThat(decoded.unfit()).extracting(Unfit::reason)
          .containsExactly(QuarantineReason.BAD_COMPRESSION);
    }
  }

  @Test
  void aggregate_ofAllForms_areTheEventsOfAll() {
    byte[] record =
        KplWire.aggregate(
            List.of(
                Wire.lines(ONE),
                Wire.gzip(Wire.lines(TWO, Wire.event(3))),
                Wire.zstd(Wire.lines(Wire.HEARTBEAT)),
                Wire.lines(Wire.event(4), Wire.event(5))));

    requireGood(record, 6);
  }

  @Test
  void aggregate_unfitRecordsInIt_areNamedAndTheOthersRead() {
    byte[] record =
        KplWire.aggregate(
            List.of(
                Wire.lines(ONE, "no json"),
                new byte[] {0x1f, (byte) 0x8b, 0},
                new byte[0],
                KplWire.aggregate(List.of(Wire.lines(ONE))),
                Wire.lines("{}", TWO)));

    DecodedRecord decoded = decoder.decode(record);

    assertThat(decoded.messages()).containsExactly(ONE, TWO);
    assertThat(decoded.pieces()).isEqualTo(7);
    assertThat(decoded.unfit())
        .extracting(Unfit::reason, Unfit::index)
        .containsExactly(
            tuple(QuarantineReason.NOT_JSON, 1),
            tuple(QuarantineReason.BAD_COMPRESSION, Unfit.NO_INDEX),
            tuple(QuarantineReason.EMPTY_RECORD, Unfit.NO_INDEX),
            tuple(QuarantineReason.UNSUPPORTED_ENCODING, Unfit.NO_INDEX),
            tuple(QuarantineReason.MISSING_FIELD, 5));
    assertThat(new String(decoded.unfit().getLast().raw(), UTF_8)).isEqualTo("{}");
  }

  @Test
  void aggregate_withWrongChecksum_isKeptWhole() {
    byte[] record = KplWire.aggregate(List.of(Wire.lines(ONE)));
    record[record.length / 2] ^= 1;

    requireBroken(record, "checksum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1a", // a length is missing
        "1a05", // longer than what is left
        "1affffffffffffffffff01", // longer than any number
        "1affffffffffffffffffff01",
        "1a021a05", // a field longer than its record
        "1a020a00", // a record without data
        "1b", // an unknown type
        "00", // no field number
        "0d000000", // ends within 4 bytes
        "09000000", // ends within 8 bytes
        "1a030a0180" // a number without end
      })
  void aggregate_withRightChecksumOfNonsense_isKeptWhole(String hex) {
    requireBroken(KplWire.sealed(HexFormat.of().parseHex(hex)), "broken");
  }

  @Test
  void aggregate_withFieldsOfNewerVersions_isRead() {
    byte[] user = Wire.lines(ONE);
    byte[] plain = KplWire.aggregate(List.of(user));
    byte[] message = Arrays.copyOfRange(plain, 4, plain.length - 16);
    byte[] newer = HexFormat.of().parseHex("28ffff03" + "310102030405060708" + "3d01020304" + "4a03616263");
    byte[] both = Arrays.copyOf(newer, newer.length + message.length);
    System.arraycopy(message, 0, both, newer.length, message.length);

    requireGood(KplWire.sealed(both), 1);
  }

  @Test
  void aggregate_ofBombs_staysWithinTheLimitsOfOneRecord() {
    byte[] bomb = Wire.gzip(new byte[5 << 20]);
    List<byte[]> bombs = Collections.nCopies(100, bomb);

    DecodedRecord decoded = decoder.decode(KplWire.aggregate(bombs));

    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.pieces()).isEqualTo(100);
    assertThat(decoded.unfit().stream().mapToInt(piece -> piece.raw().length).sum())
        .isLessThan(2 << 20);
  }

  @Test
  void aggregate_ofMoreEventsThanAllowed_isKeptWhole() {
    List<byte[]> many = Collections.nCopies(101, "{}\n".repeat(100).getBytes(UTF_8));

    DecodedRecord decoded = decoder.decode(KplWire.aggregate(many));

    assertThat(decoded.unfit()).extracting(Unfit::reason)
        .containsExactly(QuarantineReason.TOO_MANY_EVENTS);
  }

  @Test
  void recordLargerThanKinesisTakes_isKeptWhole() {
    DecodedRecord decoded = decoder.decode(new byte[RecordDecoder.MAX_RECORD + 1]);

    assertThat(decoded.unfit()).extracting(Unfit::reason)
        .containsExactly(QuarantineReason.RECORD_TOO_LARGE);
  }

  private void requireBroken(byte[] record, String why) {
    DecodedRecord decoded = decoder.decode(record);
    assertThat(decoded.messages()).isEmpty();
    assertThat(decoded.unfit()).hasSize(1);
    assertThat(decoded.unfit().getFirst().reason()).isEqualTo(QuarantineReason.BAD_AGGREGATE);
    assertThat(decoded.unfit().getFirst().detail()).contains(why);
    assertThat(decoded.unfit().getFirst().raw()).isSameAs(record);
  }

  private void requireGood(byte[] record, int messages) {
    DecodedRecord decoded = decoder.decode(record);
    assertThat(decoded.unfit()).isEmpty();
    assertThat(decoded.messages()).hasSize(messages);
  }
}
