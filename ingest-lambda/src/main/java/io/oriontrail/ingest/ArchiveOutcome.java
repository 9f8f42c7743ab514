package io.oriontrail.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch on its way into the archive: {@code received = archived + unfit + owed}.
 *
 * @param resumeAt the first record that must come again, with all behind it; null if none must
 * @param records delivered
 * @param recordsOwed from the resume point on
 * @param bytes of all records
 * @param received pieces of the records that were read, replayed ones aside
 * @param archived events and heartbeats that lie in the archive
 * @param unfit pieces that are no events: ingest puts them into quarantine
 * @param owed pieces that come again
 * @param replayed records that come out of the archive and so are not put into it
 * @param objects put
 * @param objectsAgain objects that lay there already
 * @param objectBytes of those put
 * @param problem what to tell the operators; null where there is none
 */
record ArchiveOutcome(
    @Nullable Origin resumeAt,
    int records,
    int recordsOwed,
    long bytes,
    int received,
    int archived,
    int unfit,
    int owed,
    int replayed,
    int objects,
    int objectsAgain,
    long objectBytes,
    Duration duration,
    @Nullable String problem) {}
