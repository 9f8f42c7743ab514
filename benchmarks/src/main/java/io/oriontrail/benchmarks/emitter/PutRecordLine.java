package io.oriontrail.benchmarks.emitter;

import com.sun.net.httpserver.HttpServer;
import io.oriontrail.event.StepEventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * What one would write without a library: {@link KinesisAsyncClient#putRecord} an event, over HTTP
 * to a server in the same JVM that answers yes to everything without looking.
 */
final class PutRecordLine implements Line {
  private static final int WAITING_REQUESTS = 1_000;

  static {
    // The JDK's server would otherwise wait 40 ms for an acknowledgement now and then.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("aws.cborEnabled", "false");
  }

  private final Downstream downstream;
  private final HttpServer server;
  private final ExecutorService serverThreads = Executors.newFixedThreadPool(2);
  private final KinesisAsyncClient client;

  PutRecordLine(Downstream downstream) {
    this.downstream = downstream;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a server on this machine", e);
    }
    byte[] answer =
        "{\"SequenceNumber\":\"1\",\"ShardId\":\"shardId-000000000000\"}"
            .getBytes(StandardCharsets.US_ASCII);
    server.setExecutor(serverThreads);
    server.createContext(
        "/",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            downstream.take(1, body.readAllBytes().length);
          }
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    this.client =
        KinesisAsyncClient.builder()
            .endpointOverride(
                URI.create(
                    "http://"
                        + InetAddress.getLoopbackAddress().getHostAddress()
                        + ":"
                        + server.getAddress().getPort()))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .protocol(Protocol.HTTP1_1) // the JDK's server speaks no other
                    .maxConcurrency(50)
                    .maxPendingConnectionAcquires(WAITING_REQUESTS))
            .build();
  }

  @Override
  public void emit(int number) {
    SdkBytes data = SdkBytes.fromByteArrayUnsafe(StepEventJson.encode(Samples.event(number)));
    var unused =
        client.putRecord(
            request ->
                request
                    .streamName("orion-events")
                    .partitionKey(Samples.pieces(number).runId())
                    .data(data));
  }

  @Override
  public long arrived() {
    return downstream.events();
  }

  @Override
  public int window() {
    return WAITING_REQUESTS / 2;
  }

  @Override
  public void close() {
    downstream.end();
    client.close();
    server.stop(0);
    serverThreads.shutdownNow();
  }
}
