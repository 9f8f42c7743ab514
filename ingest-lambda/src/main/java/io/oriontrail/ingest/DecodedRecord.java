package io.oriontrail.ingest;

import io.oriontrail.event.WireMessage;
import java.util.List;

/**
 * What a record held.
 *
 * @param messages events and heartbeats
 * @param unknownFields fields of them that were left out
 * @param unfit what could not be read
 */
record DecodedRecord(List<WireMessage> messages, int unknownFields, List<Unfit> unfit) {

  static DecodedRecord unfit(Unfit unfit) {
    return new DecodedRecord(List.of(), 0, List.of(unfit));
  }

  /** Messages and unfit pieces. */
  int pieces() {
    int pieces = messages.size();
    for (Unfit piece : unfit) {
      pieces += piece.pieces();
    }
    return pieces;
  }
}
