package io.oriontrail.ingest;

import java.util.List;

/** Keeps what cannot be stored, so that it can be looked at, mended and sent again. */
interface Quarantine {

  /** An unfit piece and the record that it stood in. */
  record Entry(Origin origin, Unfit unfit) {}

  /**
   * Keeps all entries or fails. Blocks.
   *
   * @param requestId of the invocation that found them
   * @param first the first record of its batch
   * @param entries at least one
   * @throws QuarantineException if they are not kept; nothing may be called done then
   */
  void keep(String requestId, Origin first, List<Entry> entries);
}
