@NullMarked
package io.oriontrail.benchmarks;

import org.jspecify.annotations.NullMarked;
