package io.oriontrail.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Stands in front of DynamoDB Local, which itself never fails: what it is told to do to a request
 * is done on the wire, so that any client meets it. Safe for use by several threads at once.
 */
public final class DynamoDbDoor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/x-amz-json-1.0";
  private static final String TARGET = "X-Amz-Target";

  /** What happens to one request. */
  public sealed interface Fate {
    /** It passes, after a while. */
    record Pass(Duration after) implements Fate {}

    /** Refused as throttled. */
    record Throttle() implements Fate {}

    /** Half of the items of a batch are written, the others are handed back; else as throttled. */
    record Leave() implements Fate {}

    /** The connection ends without an answer. */
    record HangUp(boolean handled) implements Fate {}

    /** The usual. */
    Fate HEALTHY = new Pass(Duration.ZERO);
  }

  private final URI behind;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final AtomicLong struck = new AtomicLong();
  private volatile Supplier<Fate> fates = () -> Fate.HEALTHY;

  private DynamoDbDoor(URI behind) throws IOException {
    this.behind = behind;
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    this.http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    http.createContext("/", this::serve);
    http.setExecutor(threads);
    http.start();
  }

  /**
   * Opens a door to the endpoint.
   *
   * @throws UncheckedIOException if no port can be had
   */
  public static DynamoDbDoor to(URI endpoint) {
    try {
      return new DynamoDbDoor(endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
    }
  }

  /** Where clients connect. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** From now on asked for each request what happens to it; by several threads. */
  public void decide(Supplier<Fate> newFates) {
    fates = newFates;
  }

  /** Requests to which something happened so far. */
  public long struck() {
    return struck.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fate fate = fates.get();
      if (!fate.equals(Fate.HEALTHY)) {
        struck.incrementAndGet();
      }
      switch (fate) {
        case Fate.Pass pass -> {
          Thread.sleep(pass.after());
          answer(exchange, forward(exchange, body));
        }
        case Fate.Throttle() -> throttle(exchange);
        case Fate.Leave() -> leave(exchange, body);
        case Fate.HangUp(boolean handled) -> {
          if (handled) {
            forward(exchange, body);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : new String[] {TARGET, "Content-Type", "Authorization", "X-Amz-Date"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    answer
        .headers()
        .firstValue("x-amz-crc32")
        .ifPresent(crc -> exchange.getResponseHeaders().set("x-amz-crc32", crc));
    answer(exchange, answer.statusCode(), answer.body());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON_TYPE);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static void throttle(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        400,
        """
        {"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",\
        "message":"The level of configured provisioned throughput for the table was exceeded."}"""
            .getBytes(StandardCharsets.UTF_8));
  }

  private void leave(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    String target = exchange.getRequestHeaders().getFirst(TARGET);
    if (target == null || !target.endsWith(".BatchWriteItem")) {
      throttle(exchange);
      return;
    }
    ObjectNode taken = (ObjectNode) JSON.readTree(body);
    ObjectNode left = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> table : taken.path("RequestItems").properties()) {
      ArrayNode items = (ArrayNode) table.getValue();
      ArrayNode rest = left.putArray(table.getKey());
      while (rest.size() < items.size()) {
        rest.add(items.remove(items.size() - 1));
      }
    }
    boolean any =
        taken.path("RequestItems").properties().stream().anyMatch(e -> !e.getValue().isEmpty());
    if (!any) {
      throttle(exchange);
      return;
    }
    HttpResponse<byte[]> answer = forward(exchange, JSON.writeValueAsBytes(taken));
    if (answer.statusCode() != 200) {
      answer(exchange, answer);
      return;
    }
    ObjectNode merged = (ObjectNode) JSON.readTree(answer.body());
    merged.set("UnprocessedItems", left);
    answer(exchange, 200, JSON.writeValueAsBytes(merged));
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
