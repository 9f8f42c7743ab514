package io.oriontrail.local.simulate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A way in which an operation fails.
 *
 * @param code low-cardinality error code
 * @param message what the failing service says
 * @param after when it shows, counted from the start; null: after as long as a good run takes
 */
record Trouble(String code, String message, @Nullable Duration after) {

  /** A run closed without an outcome, because its process ended under it. */
  static final Trouble ABANDONED =
      new Trouble("ABANDONED", "the run was closed without an outcome", null);
}
