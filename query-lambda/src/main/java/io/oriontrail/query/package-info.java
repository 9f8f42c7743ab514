/**
 * Stored events in, the timeline of an execution out.
 *
 * <p>{@link io.oriontrail.query.Timeline} is what follows from the events, a pure function; {@link
 * io.oriontrail.query.QueryHandler} is the door through which HTTP requests come. Types of AWS and
 * of API Gateway end at the door.
 */
@NullMarked
package io.oriontrail.query;

import org.jspecify.annotations.NullMarked;
