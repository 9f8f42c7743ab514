package io.oriontrail.local;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.StepEventReader;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What the other commands use of a running line. */
final class LineClients implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 20;
  private static final int BUFFER_COUNT = 100_000;

  private final LineDescription line;
  private final AwsClients aws;

  private LineClients(LineDescription line, AwsClients aws) {
    this.line = line;
    this.aws = aws;
  }

  static LineClients of(LineDescription line) {
    return new LineClients(line, AwsClients.of(line));
  }

  /** An emitter as a service has it, with room for a burst. The caller closes it. */
  OrionEmitter emitter(String service) {
    return emitter(service, null);
  }

  /** The same on a named host; null for this one. */
  OrionEmitter emitter(String service, @Nullable String host) {
    return OrionEmitter.builder()
        .streamName(line.stream())
        .service(service)
        .host(host)
        .endpoint(line.kinesis())
        .region(line.region())
        .bufferBytes(BUFFER_BYTES)
        .bufferCount(BUFFER_COUNT)
        .build();
  }

  StepEventReader reader() {
    return new DynamoDbEventStore(
        aws.dynamodb(), line.table(), Duration.ofDays(14), InstantSource.system());
  }

  QuarantineReader quarantine() {
    return new QuarantineReader(aws.s3(), line.quarantineBucket());
  }

  @Override
  public void close() {
    aws.close();
  }
}
