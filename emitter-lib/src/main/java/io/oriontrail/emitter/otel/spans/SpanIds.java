package io.oriontrail.emitter.otel.spans;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two ids of an execution as they stand on a span or in the baggage, legal or not. */
record SpanIds(String account, String execution) {
  /** Member of the baggage beside the two ids: the run that the call was made in. */
  private static final String HANDED_RUN = "orion.run";

  /** Those of the span itself, or null if it has not both. */
  static @Nullable SpanIds on(ReadableSpan span) {
    return of(
        span.getAttribute(StepSpanProcessor.ACCOUNT),
        span.getAttribute(StepSpanProcessor.EXECUTION));
  }

  /** Those that a caller handed over, or null if it did not. */
  static @Nullable SpanIds in(Baggage baggage) {
    return of(
        baggage.getEntryValue(StepSpanProcessor.ACCOUNT.getKey()),
        baggage.getEntryValue(StepSpanProcessor.EXECUTION.getKey()));
  }

  private static @Nullable SpanIds of(@Nullable String account, @Nullable String execution) {
    return account == null || execution == null ? null : new SpanIds(account, execution);
  }

  /** The execution by these ids; within the caller's run if the baggage hands over the same. */
  Execution take(OrionEmitter emitter, Baggage baggage) {
    return equals(in(baggage))
        ? emitter.extract(header(baggage)).orElseGet(() -> emitter.execution(account, execution))
        : emitter.execution(account, execution);
  }

  /** Our members alone, in the form in which the emitter reads them. */
  private static Map<String, String> header(Baggage baggage) {
    BaggageBuilder ours = Baggage.builder();
    for (String name :
        List.of(
            StepSpanProcessor.ACCOUNT.getKey(), StepSpanProcessor.EXECUTION.getKey(), HANDED_RUN)) {
      String value = baggage.getEntryValue(name);
      if (value != null) {
        ours.put(name, value);
      }
    }
    Map<String, String> header = new HashMap<>();
    W3CBaggagePropagator.getInstance()
        .inject(
            Context.root().with(ours.build()),
            header,
            (carrier, name, value) -> {
              if (carrier != null) {
                carrier.put(name, value);
              }
            });
    return header;
  }
}
