package io.oriontrail.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** Takes every request to its last byte, waits as long as DynamoDB would, and says it is done. */
final class NullDynamoDb implements SdkHttpClient {
  private static final byte[] DONE = "{\"UnprocessedItems\":{}}".getBytes(StandardCharsets.UTF_8);

  private final Duration latency;
  final LongAdder requests = new LongAdder();
  final LongAdder bytes = new LongAdder();

  NullDynamoDb(Duration latency) {
    this.latency = latency;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        take(request);
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpFullResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader("Content-Length", Integer.toString(DONE.length))
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(DONE)))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  private void take(HttpExecuteRequest request) throws IOException {
    requests.increment();
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream body = request.contentStreamProvider().get().newStream()) {
        byte[] buffer = new byte[16 << 10];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          bytes.add(read);
        }
      }
    }
    if (latency.isPositive()) {
      try {
        Thread.sleep(latency);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {}
}
