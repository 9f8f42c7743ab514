package io.oriontrail.store;

import java.time.Instant;
import java.util.List;

/** Adds to the roll-ups. Safe for use by several threads at once. */
public interface RollupWriter {

  /**
   * Adds the sums to the stored ones. An outcome that is in doubt counts as written: roll-ups are
   * approximate, and adding twice is no better than not adding. Never throws for what the store
   * answers. Blocks until all is done or the deadline has come; what may not be done by then is not
   * begun.
   *
   * @return what was certainly not written
   */
  List<RollupUpdate> add(List<RollupUpdate> updates, Instant deadline);
}
