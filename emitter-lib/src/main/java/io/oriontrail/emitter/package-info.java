/**
 * Fire-and-forget emission of step events: {@link io.oriontrail.emitter.OrionEmitter} is the door.
 *
 * <p>The way of an event: a caller's thread makes it and puts it into the {@code EventQueue}; the
 * one {@code SendLoop} takes it out, {@code RecordPacker} puts many into one record, {@code Outbox}
 * keeps each record until its fate is known, and {@code Flights} carries them on a few threads by a
 * {@code RecordSender}. Every event that was offered ends in exactly one of the {@code Counters}.
 */
@NullMarked
package io.oriontrail.emitter;

import org.jspecify.annotations.NullMarked;
