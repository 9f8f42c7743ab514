/**
 * A Kinesis endpoint inside the JVM that speaks the real wire protocol (CBOR and JSON), keeps to
 * the service's limits and error shapes, and can be told to misbehave.
 *
 * <p>{@link io.oriontrail.local.kinesis.KinesisServer} is the door; {@link
 * io.oriontrail.local.kinesis.FaultPlan} scripts its faults.
 */
@NullMarked
package io.oriontrail.local.kinesis;

import org.jspecify.annotations.NullMarked;
