package io.oriontrail.ingest;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Turns the bytes of a record into events: JSON objects in lines, plain or gzip-compressed. What is
 * unfit is named and the rest goes on; nothing that a record holds makes this throw or take more
 * memory than {@link #MAX_EXPANDED} allows. Not safe for use by several threads at once.
 */
final class RecordDecoder {
  /** A record is at most this large once decompressed: some hundred times what ours are. */
  static final int MAX_EXPANDED = 8 << 20;

  /** More than any producer packs into one record. */
  static final int MAX_PIECES = 10_000;

  /** Beyond so many unfit pieces the whole record is kept in their place. */
  static final int MAX_UNFIT_PIECES = 100;

  /**
   * Unfit pieces of a small record are kept even where they are longer than its compressed form.
   */
  private static final int ALWAYS_KEPT = 4 << 10;

  private static final int FIRST_BUFFER = 256 << 10;

  private byte[] expanded = new byte[0];

  DecodedRecord decode(byte[] data) {
    if (startsWith(data, 0x1f, 0x8b)) {
      return decodeGzip(data);
    }
    if (startsWith(data, 0x28, 0xb5, 0x2f, 0xfd)) {
      return DecodedRecord.unfit(
          Unfit.record(QuarantineReason.UNSUPPORTED_ENCODING, "zstd is not supported yet", data));
    }
    if (startsWith(data, 0xf3, 0x89, 0x9a, 0xc2)) {
      return DecodedRecord.unfit(
          Unfit.record(
              QuarantineReason.UNSUPPORTED_ENCODING, "KPL aggregates are not supported yet", data));
    }
    return decodeLines(data, data.length, data);
  }

  private DecodedRecord decodeGzip(byte[] data) {
    int length;
    try {
      length = expand(data);
    } catch (IOException e) {
      return DecodedRecord.unfit(
          Unfit.record(
              QuarantineReason.BAD_COMPRESSION,
              "the gzip data is broken: " + e.getMessage(),
              data));
    }
    if (length > MAX_EXPANDED) {
      return DecodedRecord.unfit(
          Unfit.record(
              QuarantineReason.RECORD_TOO_LARGE,
              "decompressed, the record is larger than " + MAX_EXPANDED + " bytes",
              data));
    }
    return decodeLines(expanded, length, data);
  }

  /** Decompresses into the buffer; stops one byte beyond what is allowed. */
  private int expand(byte[] data) throws IOException {
    if (expanded.length == 0) {
      expanded = new byte[FIRST_BUFFER];
    }
    int length = 0;
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(data), 8192)) {
      while (length <= MAX_EXPANDED) {
        if (length == expanded.length) {
          expanded = Arrays.copyOf(expanded, Math.min(length * 2, MAX_EXPANDED + 1));
        }
        int read = gzip.read(expanded, length, expanded.length - length);
        if (read < 0) {
          return length;
        }
        length += read;
      }
    }
    return length;
  }

  private static DecodedRecord decodeLines(byte[] text, int length, byte[] record) {
    Pieces pieces = new Pieces(record);
    for (int from = 0; from < length; ) {
      int end = lineEnd(text, from, length);
      if (!isBlank(text, from, end)) {
        if (pieces.count == MAX_PIECES) {
          return DecodedRecord.unfit(
              Unfit.record(
                  QuarantineReason.TOO_MANY_EVENTS,
                  "the record holds more than " + MAX_PIECES + " lines",
                  record));
        }
        pieces.read(text, from, end);
      }
      from = end + 1;
    }
    if (pieces.count == 0) {
      return DecodedRecord.unfit(
          Unfit.record(QuarantineReason.EMPTY_RECORD, "the record holds nothing", record));
    }
    if (pieces.count > 1 && pieces.notJson == pieces.count) {
      return decodeAsOne(text, length, record, pieces.result());
    }
    return pieces.result();
  }

  /** None of the lines is JSON: they may be one object, written over several lines. */
  private static DecodedRecord decodeAsOne(
      byte[] text, int length, byte[] record, DecodedRecord asLines) {
    Pieces one = new Pieces(record);
    one.read(text, 0, length);
    return one.notJson == 0 ? one.result() : asLines;
  }

  private static int lineEnd(byte[] text, int from, int length) {
    int end = from;
    while (end < length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] data, int... magic) {
    if (data.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((data[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The pieces of one record as they are read. */
  private static final class Pieces {
    private final byte[] record;
    private final List<WireMessage> messages = new ArrayList<>();
    private final List<Unfit> unfit = new ArrayList<>();
    private int unfitPieces;
    private int unfitBytes;
    private int unknownFields;
    int count;
    int notJson;

    Pieces(byte[] record) {
      this.record = record;
    }

    void read(byte[] text, int from, int end) {
      int index = count++;
      try {
        StepEventJson.Decoded decoded = StepEventJson.decode(text, from, end - from);
        messages.add(decoded.message());
        unknownFields += decoded.unknownFields();
      } catch (InvalidEventException e) {
        Unfit piece = Unfit.piece(e, index, Arrays.copyOfRange(text, from, end));
        notJson += piece.reason() == QuarantineReason.NOT_JSON ? 1 : 0;
        add(piece);
      } catch (RuntimeException e) {
        // Whatever a bug of ours throws at one event must not hold up all behind it.
        add(
            Unfit.piece(
                QuarantineReason.DECODER_FAILED,
                e.toString(),
                index,
                Arrays.copyOfRange(text, from, end)));
      }
    }

    private void add(Unfit piece) {
      unfitPieces++;
      unfitBytes += piece.raw().length;
      if (unfit.isEmpty() || areKeptApart()) {
        unfit.add(piece);
      }
    }

    /** Together they must not outgrow the record, however well it was compressed. */
    private boolean areKeptApart() {
      return unfitPieces <= MAX_UNFIT_PIECES && unfitBytes <= Math.max(record.length, ALWAYS_KEPT);
    }

    DecodedRecord result() {
      if (areKeptApart()) {
        return new DecodedRecord(messages, unknownFields, unfit);
      }
      return new DecodedRecord(
          messages, unknownFields, List.of(unfit.getFirst().forWholeRecord(unfitPieces, record)));
    }
  }
}
