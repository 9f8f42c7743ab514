@NullMarked
package io.oriontrail.local.architecture.bad.benchmarks;

import org.jspecify.annotations.NullMarked;
