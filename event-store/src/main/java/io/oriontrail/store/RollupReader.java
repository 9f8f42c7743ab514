package io.oriontrail.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Reads the roll-ups. All figures are about right, see {@link StepRollup}, and by the time that the
 * events name. Windows grow to whole buckets: of {@link RollupLayout#FINE} up to {@link
 * #MAX_FINE_WINDOW}, of {@link RollupLayout#COARSE} beyond. Safe for use by several threads at
 * once. Every call blocks and throws StoreException if the store does not answer, and
 * IllegalArgumentException if the window is empty or longer than {@link #MAX_WINDOW}.
 */
public interface RollupReader {
  /** The longest window that is read in fine buckets. */
  Duration MAX_FINE_WINDOW = Duration.ofHours(6);

  /** The longest window at all. */
  Duration MAX_WINDOW = Duration.ofDays(31);

  /** Each step with events within the window, by name. */
  List<StepRollup> steps(Instant from, Instant to);

  /** One step's buckets within the window, oldest first; buckets without events are left out. */
  List<StepRollup> series(String step, Instant from, Instant to);

  /** Declared dependencies within the window, in whole hours, by name. */
  List<EdgeRollup> edges(Instant from, Instant to);

  /** Failures within the window by step and code, in whole hours, the most frequent first. */
  List<ErrorRollup> errors(Instant from, Instant to);

  /**
   * Failures of the step with the code (empty for those without) within the window, minute by
   * minute, oldest first; minutes without any are left out.
   */
  List<MinuteCount> errorMinutes(String step, String errorCode, Instant from, Instant to);

  /** What is usual for each step with at least one sample within the window, in whole hours. */
  Map<String, StepBaseline> baselines(Instant from, Instant to);

  /** How much of what emitters numbered within the window, in whole hours, is stored. */
  Completeness completeness(Instant from, Instant to);
}
