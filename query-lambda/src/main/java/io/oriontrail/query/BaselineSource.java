package io.oriontrail.query;

import java.util.Set;

/** Knows the usual durations of steps. Safe for use by several threads at once; may block. */
@FunctionalInterface
interface BaselineSource {
  /** Where nothing is known. */
  BaselineSource NONE = steps -> Baselines.none();

  /** What is usual for these steps; of a step it knows nothing of, nothing. */
  Baselines of(Set<String> steps);
}
