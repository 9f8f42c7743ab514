/**
 * Spans of OpenTelemetry as runs of steps, where the host has OpenTelemetry's SDK. The emitter
 * knows nothing of it.
 */
@NullMarked
package io.oriontrail.emitter.otel.spans;

import org.jspecify.annotations.NullMarked;
