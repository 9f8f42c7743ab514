/**
 * Sends what was set aside through the line again: unfit events in quarantine that ingest can read
 * by now, and batches that the event source mapping gave up.
 *
 * <p>{@link io.oriontrail.local.redrive.Redrive} is the door. It is given clients and names and
 * knows nothing of where they lead.
 */
@NullMarked
package io.oriontrail.local.redrive;

import org.jspecify.annotations.NullMarked;
