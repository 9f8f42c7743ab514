package io.oriontrail.ingest;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a record that cannot become an item, or a whole record.
 *
 * @param field at fault; empty where the bytes as a whole are
 * @param detail a sentence for people
 * @param index of the piece within the record, from 0; {@link #NO_INDEX} for all of it or where it
 *     is unknown
 * @param pieces how many pieces this stands for; each counts as rejected
 * @param raw the bytes as they came, or as near to that as is known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Unfit(
    QuarantineReason reason, String field, String detail, int index, int pieces, byte[] raw) {
  static final int NO_INDEX = -1;
  private static final int MAX_FIELD = 128;
  private static final int MAX_DETAIL = 500;

  /** Cuts texts that a producer may have made as long as it liked. */
  Unfit {
    field = Limits.cut(field, MAX_FIELD);
    detail = Limits.cut(detail, MAX_DETAIL);
  }

  static Unfit record(QuarantineReason reason, String detail, byte[] raw) {
    return new Unfit(reason, "", detail, NO_INDEX, 1, raw);
  }

  static Unfit piece(InvalidEventException e, int index, byte[] raw) {
    return new Unfit(
        QuarantineReason.of(e.reason()), e.field(), String.valueOf(e.getMessage()), index, 1, raw);
  }

  static Unfit piece(QuarantineReason reason, @Nullable String detail, int index, byte[] raw) {
    return new Unfit(reason, "", String.valueOf(detail), index, 1, raw);
  }

  Unfit withIndex(int index) {
    return new Unfit(reason, field, detail, index, pieces, raw);
  }

  /** The whole record in place of its many unfit pieces, of which this was the first. */
  Unfit forWholeRecord(int pieces, byte[] record) {
    return new Unfit(
        reason,
        field,
        "%d events of this record are unfit; the first: %s".formatted(pieces, detail),
        NO_INDEX,
        pieces,
        record);
  }
}
