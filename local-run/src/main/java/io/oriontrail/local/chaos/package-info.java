/** Faults by a seed, on a line that has to hold: what goes wrong when, and how it is judged. */
@NullMarked
package io.oriontrail.local.chaos;

import org.jspecify.annotations.NullMarked;
