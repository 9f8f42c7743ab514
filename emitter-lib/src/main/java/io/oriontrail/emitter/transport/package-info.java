/**
 * What the emitter asks of whatever carries its records: one role, its answers and its failures.
 * Knows neither the emitter nor AWS.
 */
@NullMarked
package io.oriontrail.emitter.transport;

import org.jspecify.annotations.NullMarked;
