package io.oriontrail.ingest;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the archive function says of each batch, in the same form, namespace and dimension as {@link
 * MetricsLine}; {@link MetricsLine#RECORDS}, {@link MetricsLine#RECORDS_OWED}, {@link
 * MetricsLine#RECEIVED} and {@link MetricsLine#BATCH_MILLIS} mean the same here.
 */
public final class ArchiveMetrics {
  /** Events and heartbeats that lie in the archive. */
  public static final String ARCHIVED = "Archived";

  /** Pieces that are no events; ingest counts and keeps them. */
  public static final String UNFIT = "ArchiveUnfit";

  /** Pieces that come again because an object could not be put. */
  public static final String OWED = "ArchiveOwed";

  /** Records that came out of the archive and were not archived anew. */
  public static final String REPLAYED = "ArchiveReplayedRecords";

  public static final String OBJECTS = "ArchiveObjects";

  /** Objects that lay there already, from a delivery before. */
  public static final String OBJECTS_AGAIN = "ArchiveObjectsAgain";

  public static final String OBJECT_BYTES = "ArchiveObjectBytes";

  private ArchiveMetrics() {}

  static String line(ArchiveOutcome outcome, Invocation invocation, Instant now) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(MetricsLine.RECORDS, (long) outcome.records());
    counts.put(MetricsLine.RECORDS_OWED, (long) outcome.recordsOwed());
    counts.put(MetricsLine.RECEIVED, (long) outcome.received());
    counts.put(ARCHIVED, (long) outcome.archived());
    counts.put(UNFIT, (long) outcome.unfit());
    counts.put(OWED, (long) outcome.owed());
    counts.put(REPLAYED, (long) outcome.replayed());
    counts.put(OBJECTS, (long) outcome.objects());
    counts.put(OBJECTS_AGAIN, (long) outcome.objectsAgain());
    counts.put(OBJECT_BYTES, outcome.objectBytes());
    return MetricsLine.line(
        Map.of(MetricsLine.FUNCTION, invocation.function()),
        counts,
        Map.of(MetricsLine.BATCH_MILLIS, outcome.duration().toMillis()),
        invocation,
        now);
  }
}
