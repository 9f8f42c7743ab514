/**
 * Sends what was set aside through the line again: unfit events in quarantine that ingest can read
 * by now, batches that the event source mapping gave up, and events out of the archive.
 *
 * <p>{@link io.oriontrail.local.redrive.Redrive} and {@link
 * io.oriontrail.local.redrive.ArchiveReplay} are the doors. They are given clients and names and
 * know nothing of where these lead.
 */
@NullMarked
package io.oriontrail.local.redrive;

import org.jspecify.annotations.NullMarked;
