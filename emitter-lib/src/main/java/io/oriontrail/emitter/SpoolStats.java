package io.oriontrail.emitter;

/**
 * What an emitter's disk spool holds and did; all zero without one. Events that an earlier process
 * left behind are counted here alone: {@code found = foundDelivered + foundDropped + foundWaiting}.
 *
 * @param usable whether the directory is this emitter's and takes what is written
 * @param bytes of all its files
 * @param waitingOnDisk this emitter's events that lie on disk alone, no more in memory
 * @param found events that an earlier process had left
 * @param foundDelivered those of them that the stream has acknowledged since
 * @param foundDropped those of them that were given up: the stream refused them, or they could not
 *     be read again
 * @param foundWaiting those of them whose fate is open
 * @param corruptEntries damaged places that were skipped when the directory was opened
 * @param refusedRecords records that had no room on disk; they stayed in memory alone
 * @param faults times that the disk failed
 */
public record SpoolStats(
    boolean usable,
    long bytes,
    long waitingOnDisk,
    long found,
    long foundDelivered,
    long foundDropped,
    long foundWaiting,
    long corruptEntries,
    long refusedRecords,
    long faults) {
  static final SpoolStats NONE = new SpoolStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
