package io.oriontrail.store;

import org.jspecify.annotations.Nullable;

/** Reads what failed, over all accounts. Safe for use by several threads at once. */
public interface FailureReader {

  /**
   * One page of failed events (the {@code EXECUTION} ones among them), newest first. A call looks
   * at no more than {@value FailureSearch#HOURS_PER_CALL} hours, so go on while {@link
   * FailurePage#next} is there. A failure may be missing in the first moments after it was stored:
   * an index follows its table. Blocks.
   *
   * @param after where to go on, from {@link FailurePage#next}; null to begin
   * @param limit at most this many, 1 or more
   * @throws StoreException if the store does not answer
   * @throws IllegalArgumentException if {@code after} is none of {@link FailurePage#next}
   */
  FailurePage failures(FailureQuery query, @Nullable String after, int limit);
}
