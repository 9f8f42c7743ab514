/**
 * Lambda's event source mapping for Kinesis: reads a stream's shards and invokes a function with
 * batches of their records, by the rules of the real one.
 *
 * <p>{@link io.oriontrail.local.esm.EventSourceMapping} is the door. What it does is decided by a
 * core without threads and without a clock ({@code MappingCore}), so that the very same rules run
 * on real time here and on virtual time in tests.
 */
@NullMarked
package io.oriontrail.local.esm;

import org.jspecify.annotations.NullMarked;
