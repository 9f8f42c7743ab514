package io.oriontrail.benchmarks.emitter;

import java.util.List;
import java.util.concurrent.TimeUnit;
import zipkin2.Span;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.Encoding;

/** zipkin-reporter: ready-made spans through its queue, as JSON. */
final class ZipkinLine implements Line {
  static final int QUEUE_BYTES = 256 << 20;

  private final Downstream downstream;
  private final AsyncReporter<Span> reporter;
  private final Span[] spans = new Span[Samples.COUNT];

  ZipkinLine(Downstream downstream) {
    this.downstream = downstream;
    this.reporter =
        AsyncReporter.builder(new Transport(downstream))
            .queuedMaxSpans(ROOM)
            .queuedMaxBytes(QUEUE_BYTES)
            .closeTimeout(100, TimeUnit.MILLISECONDS)
            .build();
    for (int i = 0; i < spans.length; i++) {
      spans[i] = span(Samples.pieces(i));
    }
  }

  /** Where the reporter's messages go. */
  record Transport(Downstream downstream) implements BytesMessageSender {
    private static final int MAX_BYTES = 500_000;

    @Override
    public Encoding encoding() {
      return Encoding.JSON;
    }

    @Override
    public int messageMaxBytes() {
      return MAX_BYTES;
    }

    @Override
    public int messageSizeInBytes(List<byte[]> spans) {
      return Encoding.JSON.listSizeInBytes(spans);
    }

    @Override
    public int messageSizeInBytes(int spanBytes) {
      return Encoding.JSON.listSizeInBytes(spanBytes);
    }

    @Override
    public void send(List<byte[]> spans) {
      downstream.take(spans.size(), messageSizeInBytes(spans));
    }

    @Override
    public void close() {}
  }

  private static Span span(Samples.Pieces pieces) {
    return Span.newBuilder()
        .traceId(pieces.runId())
        .id(pieces.runId())
        .name(pieces.step())
        .timestamp(1_760_000_000_000_000L)
        .duration(pieces.durationNanos() / 1000)
        .localEndpoint(zipkin2.Endpoint.newBuilder().serviceName(Samples.SERVICE).build())
        .putTag("account", pieces.account())
        .putTag("execution", pieces.execution())
        .putTag("provider", pieces.provider())
        .putTag("region", pieces.region())
        .putTag("request", pieces.request())
        .build();
  }

  @Override
  public void emit(int number) {
    reporter.report(spans[number & (Samples.COUNT - 1)]);
  }

  @Override
  public long arrived() {
    return downstream.events();
  }

  @Override
  public void close() {
    downstream.end();
    reporter.close();
  }
}
