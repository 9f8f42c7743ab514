/**
 * The fact and its wire form: what a step event is, what is legal in one, and how it looks as JSON.
 *
 * <p>Everything here is a pure value or a pure function: no AWS, no clock, no environment, no
 * logging. Every type is immutable and safe for use by several threads at once.
 */
@NullMarked
package io.oriontrail.event;

import org.jspecify.annotations.NullMarked;
