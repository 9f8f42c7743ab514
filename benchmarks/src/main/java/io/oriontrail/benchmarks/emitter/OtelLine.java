package io.oriontrail.benchmarks.emitter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * OpenTelemetry's {@link BatchSpanProcessor}: a span a run, encoded as OTLP by its own marshaler.
 * Batches of 512 (its default), a queue as long as everybody's.
 */
final class OtelLine implements Line {
  private static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("account");
  private static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("execution");
  private static final AttributeKey<String> RUN = AttributeKey.stringKey("run");
  private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("provider");
  private static final AttributeKey<String> REGION = AttributeKey.stringKey("region");
  private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("request");

  private final Downstream downstream;
  private final BatchSpanProcessor processor;
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final ReadableSpan[] ready;

  /** {@code ready}: ended spans are handed to the processor, instead of making one for each. */
  OtelLine(Downstream downstream, boolean ready) {
    this.downstream = downstream;
    this.processor =
        BatchSpanProcessor.builder(new Exporter(downstream)).setMaxQueueSize(ROOM).build();
    this.provider = SdkTracerProvider.builder().addSpanProcessor(processor).build();
    this.tracer = provider.get("benchmark");
    this.ready = new ReadableSpan[ready ? Samples.COUNT : 0];
    SdkTracerProvider detached =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                SimpleSpanProcessor.create(new Exporter(new Downstream(Downstream.Mode.NULL))))
            .build();
    for (int i = 0; i < this.ready.length; i++) {
      this.ready[i] = (ReadableSpan) span(detached.get("benchmark"), i);
    }
  }

  private record Exporter(Downstream downstream) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      try {
        TraceRequestMarshaler message = TraceRequestMarshaler.create(spans);
        message.writeBinaryTo(OutputStream.nullOutputStream());
        downstream.take(spans.size(), message.getBinarySerializedSize());
        return CompletableResultCode.ofSuccess();
      } catch (IOException | Downstream.RefusedException e) {
        return CompletableResultCode.ofFailure();
      }
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Override
  public void emit(int number) {
    if (ready.length > 0) {
      processor.onEnd(ready[number & (Samples.COUNT - 1)]);
    } else {
      span(tracer, number);
    }
  }

  private static io.opentelemetry.api.trace.Span span(Tracer tracer, int number) {
    Samples.Pieces pieces = Samples.pieces(number);
    io.opentelemetry.api.trace.Span span =
        tracer
            .spanBuilder(pieces.step())
            .setAttribute(ACCOUNT, pieces.account())
            .setAttribute(EXECUTION, pieces.execution())
            .setAttribute(RUN, pieces.runId())
            .setAttribute(PROVIDER, pieces.provider())
            .setAttribute(REGION, pieces.region())
            .setAttribute(REQUEST, pieces.request())
            .startSpan();
    span.end();
    return span;
  }

  @Override
  public long arrived() {
    return downstream.events();
  }

  @Override
  public void close() {
    downstream.end();
    provider.shutdown().join(2, TimeUnit.SECONDS);
  }
}
