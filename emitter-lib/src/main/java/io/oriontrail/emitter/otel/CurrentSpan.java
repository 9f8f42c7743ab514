package io.oriontrail.emitter.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trace that the current thread is in, as OpenTelemetry tells it. Reads a thread-local value
 * and allocates nothing. It asks only for what is current: no tracer, no SDK and no global instance
 * is made, looked up or changed.
 *
 * <p>Safe for use by several threads at once.
 */
public final class CurrentSpan implements Supplier<@Nullable String> {
  private CurrentSpan() {}

  /**
   * Finds out whether OpenTelemetry's API is there.
   *
   * @throws LinkageError if it is not on the class path, or is not one that we can use
   */
  public static Supplier<@Nullable String> create() {
    Objects.requireNonNull(Span.getInvalid()); // links the API now, or fails now
    return new CurrentSpan();
  }

  /** The trace id, 32 lower-case hexadecimal digits, or null outside of any trace. */
  @Override
  public @Nullable String get() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }
}
