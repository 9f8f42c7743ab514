package io.oriontrail.local.redrive;

import java.util.List;

/** An object of a bucket, taken apart: what it holds, each with what has to be kept if it stays. */
interface SetAside {

  /**
   * One thing to send again.
   *
   * @param partitionKey that it had in the stream
   * @param data the record's bytes
   * @param reason why it was set aside
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(String partitionKey, byte[] data, String reason) {}

  /** In the order in which they lie in the object. */
  List<Piece> pieces();

  /** Whether the piece may be sent: what ingest would only put back stays where it is. */
  boolean isFit(int index);

  /** The object's new content when only those pieces stay. */
  byte[] without(List<Integer> sent);
}
