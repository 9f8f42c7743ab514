/** OpenTelemetry, where the host has it: which trace a thread is in. Loaded only then. */
@NullMarked
package io.oriontrail.emitter.otel;

import org.jspecify.annotations.NullMarked;
