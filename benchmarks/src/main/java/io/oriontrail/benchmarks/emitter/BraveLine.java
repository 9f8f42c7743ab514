package io.oriontrail.benchmarks.emitter;

import brave.Span;
import brave.Tracer;
import brave.Tracing;
import java.util.concurrent.TimeUnit;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;

/** brave: a span a run, reported as JSON through zipkin-reporter. */
final class BraveLine implements Line {
  private final Downstream downstream;
  private final AsyncZipkinSpanHandler handler;
  private final Tracing tracing;
  private final Tracer tracer;

  BraveLine(Downstream downstream) {
    this.downstream = downstream;
    this.handler =
        AsyncZipkinSpanHandler.newBuilder(new ZipkinLine.Transport(downstream))
            .queuedMaxSpans(ROOM)
            .queuedMaxBytes(ZipkinLine.QUEUE_BYTES)
            .closeTimeout(100, TimeUnit.MILLISECONDS)
            .build();
    this.tracing =
        Tracing.newBuilder().localServiceName(Samples.SERVICE).addSpanHandler(handler).build();
    this.tracer = tracing.tracer();
  }

  @Override
  public void emit(int number) {
    Samples.Pieces pieces = Samples.pieces(number);
    Span span = tracer.newTrace().name(pieces.step()).start();
    span.tag("account", pieces.account())
        .tag("execution", pieces.execution())
        .tag("run", pieces.runId())
        .tag("provider", pieces.provider())
        .tag("region", pieces.region())
        .tag("request", pieces.request());
    span.finish();
  }

  @Override
  public long arrived() {
    return downstream.events();
  }

  @Override
  public void close() {
    downstream.end();
    handler.close();
    tracing.close();
  }
}
