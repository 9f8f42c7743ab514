package io.oriontrail.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers as SNS, Secrets Manager and a chat do, and as a DynamoDB without tables. */
final class StandInAws implements AutoCloseable {
  final List<String> published = Collections.synchronizedList(new ArrayList<>());
  final List<String> chatted = Collections.synchronizedList(new ArrayList<>());
  volatile int chatStatus = 200;
  private final HttpServer server;

  StandInAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::call);
    server.createContext("/chat", this::chat);
    server.start();
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** The SDK calls all at the root; the JSON protocol names what is called in a header. */
  private void call(HttpExchange exchange) throws IOException {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    if (target.startsWith("DynamoDB")) {
      body(exchange);
      answer(exchange, 400, "{\"__type\":\"ResourceNotFoundException\"}");
    } else if (target.startsWith("secretsmanager")) {
      secret(exchange);
    } else {
      publish(exchange);
    }
  }

  private void publish(HttpExchange exchange) throws IOException {
    published.add(URLDecoder.decode(body(exchange), UTF_8));
    answer(
        exchange,
        200,
        "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
            + "<MessageId>m</MessageId></PublishResult></PublishResponse>");
  }

  private void secret(HttpExchange exchange) throws IOException {
    body(exchange);
    answer(
        exchange,
        200,
        "{\"ARN\":\"arn:secret\",\"Name\":\"s\",\"SecretString\":\"%s\"}"
            .formatted(address("/chat")));
  }

  private void chat(HttpExchange exchange) throws IOException {
    chatted.add(body(exchange));
    answer(exchange, chatStatus, "");
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
