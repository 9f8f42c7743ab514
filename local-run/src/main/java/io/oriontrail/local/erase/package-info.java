/**
 * Erases accounts from wherever a line keeps their events: the table, the archive, and what was set
 * aside.
 *
 * <p>{@link io.oriontrail.local.erase.Erasure} is the door. It is given clients and names and knows
 * nothing of where they lead.
 */
@NullMarked
package io.oriontrail.local.erase;

import org.jspecify.annotations.NullMarked;
