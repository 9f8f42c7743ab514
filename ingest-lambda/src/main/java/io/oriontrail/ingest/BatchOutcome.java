package io.oriontrail.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch. Every piece (an event, a heartbeat, or something unfit) of the records
 * that were read is counted once: {@code received = stored + duplicates + quarantined + owed}, and
 * every record too: {@code records = recordsDone + recordsOwed}.
 *
 * @param resumeAt the first record that must come again, with all behind it; null if none must
 * @param counts numbers of the batch
 * @param rollups what became of the sums over its events
 * @param rejected unfit pieces by reason, whether or not quarantine took them yet
 * @param freshness from when a stored event was emitted to now
 * @param steps how runs of watched steps ended, if it is time to say so
 * @param problems what to tell the operators, one sentence each
 */
record BatchOutcome(
    @Nullable Origin resumeAt,
    Counts counts,
    RollupKeeper.Outcome rollups,
    Map<QuarantineReason, Integer> rejected,
    Freshness freshness,
    Duration duration,
    List<StepTally.Ends> steps,
    List<String> problems) {

  /**
   * Numbers of a batch.
   *
   * @param recordsOwed from the resume point on
   * @param received pieces of the records that were read
   * @param stored items written, heartbeats among them
   * @param duplicates further copies of what was stored in the same call
   * @param quarantined unfit pieces that quarantine has taken
   * @param owed pieces that are neither: they come again
   * @param heartbeats of the received pieces
   * @param unknownFields fields that were left out, because a newer producer sent them
   * @param retries calls to the store made again
   */
  record Counts(
      int records,
      int recordsOwed,
      long bytes,
      int received,
      int stored,
      int duplicates,
      int quarantined,
      int owed,
      int heartbeats,
      int unknownFields,
      int retries) {}
}
