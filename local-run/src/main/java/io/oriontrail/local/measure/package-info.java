/** Measurements that need the real parts of the line; run by hand, see docs/BENCHMARKS.md. */
@NullMarked
package io.oriontrail.local.measure;

import org.jspecify.annotations.NullMarked;
