package io.oriontrail.emitter.otel.spans;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Lets {@link StepSpanProcessor} see the spans that another sampler drops, so that a service that
 * keeps one trace of a hundred still records every step:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().setSampler(StepSampler.over(Sampler.traceIdRatioBased(0.01)))
 * }</pre>
 *
 * <p>A dropped span is recorded, and still not exported, if it has the attribute of a step or of an
 * account when it starts, or if the span above it is recorded. All other decisions are those of the
 * other sampler. Neither blocks nor throws unless that one does; as safe for use by several threads
 * at once as that one.
 */
public final class StepSampler implements Sampler {
  private final Sampler other;

  private StepSampler(Sampler other) {
    this.other = other;
  }

  /** Over the sampler that decides what is exported. */
  public static Sampler over(Sampler other) {
    return new StepSampler(other);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SamplingResult result = other.shouldSample(parent, traceId, name, kind, attributes, links);
    boolean dropped = result.getDecision() == SamplingDecision.DROP;
    return dropped && isWanted(parent, attributes) ? SamplingResult.recordOnly() : result;
  }

  private static boolean isWanted(Context parent, Attributes attributes) {
    return attributes.get(StepSpanProcessor.STEP) != null
        || attributes.get(StepSpanProcessor.ACCOUNT) != null
        || Span.fromContext(parent).isRecording();
  }

  @Override
  public String getDescription() {
    return "StepSampler{" + other.getDescription() + "}";
  }

  @Override
  public String toString() {
    return getDescription();
  }
}
