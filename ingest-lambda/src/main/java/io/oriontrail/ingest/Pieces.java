package io.oriontrail.ingest;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pieces of a record, or of a user record within an aggregate, as they are read. */
final class Pieces {
  /**
   * Unfit pieces of a small record are kept even where they are longer than its compressed form.
   */
  private static final int ALWAYS_KEPT = 4 << 10;

  private final List<WireMessage> messages = new ArrayList<>();
  private final List<Unfit> unfit = new ArrayList<>();
  private int unfitPieces;
  private long unfitBytes;
  private int unknownFields;
  private int count;
  private int notJson;

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

  /** Adds what stands for as many pieces as it says. */
  void addUnfit(Unfit piece) {
    count += piece.pieces();
    add(piece);
  }

  private void add(Unfit piece) {
    unfitPieces += piece.pieces();
    unfitBytes += piece.raw().length;
    // Beyond what may be kept apart, the first one is all that is told of.
    if (unfit.isEmpty() || unfit.size() < RecordDecoder.MAX_UNFIT_PIECES) {
      unfit.add(piece);
    }
  }

  /** Adds all pieces of a user record behind those that are here. */
  void addAll(DecodedRecord user) {
    messages.addAll(user.messages());
    unknownFields += user.unknownFields();
    int before = count;
    count += user.messages().size();
    for (Unfit piece : user.unfit()) {
      addUnfit(
          piece.index() == Unfit.NO_INDEX ? piece : piece.withIndex(before + piece.index()));
    }
  }

  int count() {
    return count;
  }

  /** Whether there are several pieces and not one of them is JSON. */
  boolean areNoJsonAtAll() {
    return count > 1 && notJson == count;
  }

  boolean areJson() {
    return notJson == 0;
  }

  /**
   * The result. Unfit pieces must not outgrow the record together, however well it was compressed:
   * where they would, the record is kept in their place.
   */
  DecodedRecord result(byte[] record) {
    boolean apart =
        unfitPieces <= RecordDecoder.MAX_UNFIT_PIECES
            && unfitBytes <= Math.max(record.length, ALWAYS_KEPT);
    return apart
        ? new DecodedRecord(messages, unknownFields, unfit)
        : new DecodedRecord(
            messages, unknownFields, List.of(unfit.getFirst().forWholeRecord(unfitPieces, record)));
  }
}
