/** What the emitter costs its host, beside what others cost that a service might use instead. */
@NullMarked
package io.oriontrail.benchmarks.emitter;

import org.jspecify.annotations.NullMarked;
