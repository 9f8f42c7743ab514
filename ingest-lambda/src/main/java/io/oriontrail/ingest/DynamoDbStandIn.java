package io.oriontrail.ingest;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** Says to every request that all is written, and sends nothing anywhere. */
final class DynamoDbStandIn implements SdkHttpClient {
  private static final byte[] DONE = "{\"UnprocessedItems\":{}}".getBytes(StandardCharsets.UTF_8);

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new DynamoDbAnswer();
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  /** The same answer to everything. */
  private static final class DynamoDbAnswer implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() {
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
    public void abort() {
      // It is over before anybody could.
    }
  }
}
