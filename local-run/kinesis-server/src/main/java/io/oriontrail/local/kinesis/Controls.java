package io.oriontrail.local.kinesis;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Faults by HTTP, beside the protocol: {@code POST /_faults} with a {@link FaultScript} as body
 * replaces the plan, {@code DELETE /_faults} heals the server.
 */
final class Controls implements HttpHandler {
  static final String PATH = "/_faults";
  private static final int MAX_SCRIPT = 1 << 16;

  private final Door door;

  Controls(Door door) {
    this.door = door;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> post(exchange);
        case "DELETE" -> {
          door.inject(FaultPlan.healthy());
          answer(exchange, 200, "healthy\n");
        }
        default -> answer(exchange, 405, "POST a fault script, or DELETE to heal\n");
      }
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_SCRIPT);
    try {
      door.inject(FaultScript.parse(new String(body, StandardCharsets.UTF_8)));
      answer(exchange, 200, "from the next request on\n");
    } catch (IllegalArgumentException e) {
      answer(exchange, 400, e.getMessage() + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
