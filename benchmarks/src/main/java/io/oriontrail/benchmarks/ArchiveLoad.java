package io.oriontrail.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.sun.net.httpserver.HttpServer;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.IngestConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * What an event takes of a processor in the archive function, from the JSON of a full batch to
 * objects put to a server that takes them and answers. Prints a line for each batch, and the median
 * of the second half, when the code is compiled. Argument: batches.
 */
public final class ArchiveLoad {
  private static final int EVENTS = 70_000;
  private static final int EVENTS_PER_RECORD = 100;
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:15:30Z");

  private ArchiveLoad() {}

  public static void main(String[] arguments) throws IOException {
    AtomicLong put = new AtomicLong();
    HttpServer s3 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          put.addAndGet(exchange.getRequestBody().readAllBytes().length);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    s3.start();
    ArchiveHandler handler =
        new ArchiveHandler(
            Map.of(
                ArchiveConfig.BUCKET,
                "archive",
                IngestConfig.REGION,
                "eu-west-1",
                IngestConfig.S3_ENDPOINT,
                "http://127.0.0.1:" + s3.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "any",
                "AWS_SECRET_ACCESS_KEY",
                "any"),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    byte[] batch = batch();
    int rounds = Integer.parseInt(arguments[0]);
    List<Double> micros = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      put.set(0);
      double one = micros(handler, batch);
      say("%3d".formatted(round), one, put.get());
      if (round > rounds / 2) {
        micros.add(one);
      }
    }
    say("median of the second half", micros.stream().sorted().toList().get(micros.size() / 2), 0);
    s3.stop(0);
  }

  /** Of the handling thread alone: the server's work is not the function's. */
  private static double micros(ArchiveHandler handler, byte[] batch) throws IOException {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    handler.handleRequest(new ByteArrayInputStream(batch), new ByteArrayOutputStream(), context());
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e3 / EVENTS;
  }

  private static byte[] batch() throws IOException {
    OrionEvents events = new OrionEvents(42, BEGIN);
    StringJoiner json = new StringJoiner(",", "{\"Records\":[", "]}");
    for (int record = 0; record < EVENTS / EVENTS_PER_RECORD; record++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        for (int i = 0; i < EVENTS_PER_RECORD; i++) {
          StepEventJson.encode(events.next(), gzip);
          gzip.write('\n');
        }
      }
      json.add(
          """
          {"kinesis":{"partitionKey":"p","sequenceNumber":"%d","data":"%s",
          "approximateArrivalTimestamp":1795342530.123},"eventID":"shardId-000000000000:%d"}"""
              .formatted(record, Base64.getEncoder().encodeToString(packed.toByteArray()), record));
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            ArchiveLoad.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getFunctionName", "getAwsRequestId" -> "archive";
                  case "getRemainingTimeInMillis" -> 120_000;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static void say(String what, double micros, long bytes) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %5.1f us of processor for an event%s",
            what,
            micros,
            bytes == 0 ? "" : String.format(Locale.ROOT, ", %.1f B put", bytes / (double) EVENTS)));
  }
}
