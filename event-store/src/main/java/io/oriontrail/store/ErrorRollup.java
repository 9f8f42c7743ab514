package io.oriontrail.store;

import java.time.Instant;

/**
 * How many others: failures of a step with an error code, within a window of whole hours.
 *
 * @param errorCode empty for failures without one; {@link RollupLayout#OTHER} for all beyond those
 *     that ingest tells apart
 * @param failures failed runs, retries among them; about right, as all roll-ups
 * @param executions distinct ones that failed on the days of the window; exact while few, then
 *     within some 13 % (one standard error)
 * @param accounts likewise
 * @param firstSeen start of the first hour within the window with such a failure
 * @param lastSeen start of the last one
 */
public record ErrorRollup(
    String step,
    String errorCode,
    long failures,
    long executions,
    long accounts,
    Instant firstSeen,
    Instant lastSeen) {}
