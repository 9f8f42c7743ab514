package io.oriontrail.local.sample;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.otel.spans.StepSampler;
import io.oriontrail.emitter.otel.spans.StepSpanProcessor;
import java.util.function.ToIntFunction;

/** Scores risks. Instrumented with OpenTelemetry: of Orion Trail it knows three attributes. */
public final class InstrumentedScoring {
  private final Tracer tracer;
  private final ToIntFunction<String> model;

  public InstrumentedScoring(Tracer tracer, ToIntFunction<String> model) {
    this.tracer = tracer;
    this.model = model;
  }

  public int score(String account, String execution) {
    Span span =
        tracer
            .spanBuilder("score risk")
            .setAttribute("orion.step", "SCORE_RISK")
            .setAttribute("orion.account", account)
            .setAttribute("orion.execution", execution)
            .startSpan();
    try {
      return model.applyAsInt(account);
    } catch (RuntimeException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  /** Where the process starts, beside the exporters that it has. */
  public static SdkTracerProvider tracing(OrionEmitter orion) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(StepSpanProcessor.create(orion))
        .setSampler(StepSampler.over(Sampler.parentBased(Sampler.traceIdRatioBased(0.01))))
        .build();
  }
}
