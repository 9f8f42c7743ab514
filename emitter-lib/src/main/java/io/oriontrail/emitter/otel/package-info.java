/**
 * OpenTelemetry, where the host has it: which trace a thread is in, and spans as runs of steps.
 * Loaded only then; the first needs OpenTelemetry's API only, the second its SDK.
 */
@NullMarked
package io.oriontrail.emitter.otel;

import org.jspecify.annotations.NullMarked;
