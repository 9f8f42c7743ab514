package io.oriontrail.ingest;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Turns the bytes of a record into events: JSON objects in lines, plain, gzip- or zstd-compressed,
 * or a KPL aggregate of such. What is unfit is named and the rest goes on; nothing that a record
 * holds makes this throw or take more memory than its limits allow. Not safe for use by several
 * threads at once.
 */
final class RecordDecoder {
  /** What Kinesis takes unless a stream is told to take more. */
  static final int MAX_RECORD = 1 << 20;

  /** A record is at most this large once decompressed: some hundred times what ours are. */
  static final int MAX_EXPANDED = 8 << 20;

  /** More than any producer packs into one record. */
  static final int MAX_PIECES = 10_000;

  /** Beyond so many unfit pieces the whole record is kept in their place. */
  static final int MAX_UNFIT_PIECES = 100;

  private final Expansion expansion = new Expansion();

  /** What is left of the record's limits. */
  private int bytesLeft;

  private int piecesLeft;

  DecodedRecord decode(byte[] data) {
    if (data.length > MAX_RECORD) {
      return unfit(
          QuarantineReason.RECORD_TOO_LARGE,
          "the record is larger than " + MAX_RECORD + " bytes",
          data);
    }
    bytesLeft = MAX_EXPANDED;
    piecesLeft = MAX_PIECES;
    try {
      return KplAggregate.is(data, 0, data.length)
          ? decodeAggregate(data)
          : decodePayload(data, 0, data.length, data);
    } catch (TooManyPiecesException e) {
      return unfit(
          QuarantineReason.TOO_MANY_EVENTS,
          "the record holds more than " + MAX_PIECES + " lines",
          data);
    }
  }

  private DecodedRecord decodeAggregate(byte[] data) throws TooManyPiecesException {
    List<KplAggregate.Slice> users;
    try {
      users = KplAggregate.read(data, MAX_PIECES);
    } catch (IOException e) {
      return unfit(
          QuarantineReason.BAD_AGGREGATE, "the KPL aggregate is broken: " + e.getMessage(), data);
    }
    if (users.isEmpty()) {
      return unfit(QuarantineReason.EMPTY_RECORD, "the record holds nothing", data);
    }
    Pieces all = new Pieces();
    for (KplAggregate.Slice user : users) {
      int from = user.from();
      byte[] raw = Arrays.copyOfRange(data, from, from + user.length());
      all.addAll(
          KplAggregate.is(raw, 0, raw.length)
              ? unfit(
                  QuarantineReason.UNSUPPORTED_ENCODING,
                  "a KPL aggregate within another one is not read",
                  raw)
              : decodePayload(raw, 0, raw.length, raw));
    }
    return all.result(data);
  }

  /** Lines, compressed or not. */
  private DecodedRecord decodePayload(byte[] data, int from, int length, byte[] record)
      throws TooManyPiecesException {
    Expansion.Form form = Expansion.Form.of(data, from, length);
    if (form == Expansion.Form.PLAIN) {
      return decodeLines(data, from, from + length, record);
    }
    int expanded;
    try {
      expanded = expansion.expand(form, data, from, length, bytesLeft);
    } catch (IOException e) {
      return unfit(
          QuarantineReason.BAD_COMPRESSION,
          "the %s data is broken: %s".formatted(form.name().toLowerCase(Locale.ROOT), e.getMessage()),
          record);
    }
    if (expanded > bytesLeft) {
      bytesLeft = 0;
      return unfit(
          QuarantineReason.RECORD_TOO_LARGE,
          "decompressed, the record is larger than " + MAX_EXPANDED + " bytes",
          record);
    }
    bytesLeft -= expanded;
    return decodeLines(expansion.buffer(), 0, expanded, record);
  }

  private DecodedRecord decodeLines(byte[] text, int begin, int length, byte[] record)
      throws TooManyPiecesException {
    Pieces pieces = new Pieces();
    for (int from = begin; from < length; ) {
      int end = lineEnd(text, from, length);
      if (!isBlank(text, from, end)) {
        if (piecesLeft-- == 0) {
          throw new TooManyPiecesException();
        }
        pieces.read(text, from, end);
      }
      from = end + 1;
    }
    if (pieces.count() == 0) {
      return unfit(QuarantineReason.EMPTY_RECORD, "the record holds nothing", record);
    }
    if (pieces.areNoJsonAtAll()) {
      return decodeAsOne(text, begin, length, record, pieces.result(record));
    }
    return pieces.result(record);
  }

  /** None of the lines is JSON: they may be one object, written over several lines. */
  private static DecodedRecord decodeAsOne(
      byte[] text, int from, int end, byte[] record, DecodedRecord asLines) {
    Pieces one = new Pieces();
    one.read(text, from, end);
    return one.areJson() ? one.result(record) : asLines;
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

  private static DecodedRecord unfit(QuarantineReason reason, String detail, byte[] raw) {
    return DecodedRecord.unfit(Unfit.record(reason, detail, raw));
  }

  /** The record holds more lines than a record may. */
  private static final class TooManyPiecesException extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyPiecesException() {
      super(null, null, false, false);
    }
  }
}
