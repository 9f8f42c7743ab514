/** Micrometer, for hosts that use it: the emitter's counters as meters. */
@NullMarked
package io.oriontrail.emitter.micrometer;

import org.jspecify.annotations.NullMarked;
