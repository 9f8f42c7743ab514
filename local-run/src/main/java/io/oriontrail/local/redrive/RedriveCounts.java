package io.oriontrail.local.redrive;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a redrive has done with one bucket; the sums add up: {@code found = sent + unfit + passedBy
 * + refused}.
 *
 * @param objects looked into
 * @param unreadable objects that could not be taken apart; they stay, and their pieces count
 *     nowhere
 * @param found pieces in the others
 * @param sent pieces that the stream has taken; they are gone from the bucket
 * @param unfitByReason pieces that ingest would only put back; they stay
 * @param passedBy pieces that were set aside for another reason than those asked for; they stay
 * @param refused pieces that the stream did not take; they stay
 */
public record RedriveCounts(
    int objects,
    int unreadable,
    long found,
    long sent,
    Map<String, Long> unfitByReason,
    long passedBy,
    long refused) {
  public RedriveCounts {
    unfitByReason = Collections.unmodifiableMap(new TreeMap<>(unfitByReason));
  }

  /** Pieces that ingest would only put back. */
  public long unfit() {
    return unfitByReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
