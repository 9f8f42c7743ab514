package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the HTTP API stands: turns a request into the event that API Gateway sends to a
 * function (payload format 2.0) and the function's answer into a response.
 */
final class GatewayHandler implements HttpHandler {
  /** The gateway refuses more; the API takes no bodies at all. */
  private static final int MAX_BODY = 10 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LambdaFunction function;
  private final Clock clock;

  GatewayHandler(LambdaFunction function, Clock clock) {
    this.function = function;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        problem(exchange, 413, "Request too large");
        return;
      }
      switch (function.invoke(event(exchange, body))) {
        case Outcome.Success success -> respond(exchange, success.payload());
        case Outcome.FunctionError _ -> problem(exchange, 500, "Internal Server Error");
        case Outcome.ServiceError _ -> problem(exchange, 503, "Service Unavailable");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing: the connection ends with it
    }
  }

  private byte[] event(HttpExchange exchange, byte[] body) throws IOException {
    URI uri = exchange.getRequestURI();
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", "$default");
    event.put("rawPath", uri.getRawPath());
    event.put("rawQueryString", uri.getRawQuery() == null ? "" : uri.getRawQuery());
    ObjectNode headers = event.putObject("headers");
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    addQuery(event, uri.getRawQuery());
    ObjectNode context = event.putObject("requestContext");
    context.put("accountId", "000000000000").put("apiId", "local").put("stage", "$default");
    context.put("requestId", UUID.randomUUID().toString());
    context.put("timeEpoch", clock.millis());
    context
        .putObject("http")
        .put("method", exchange.getRequestMethod())
        .put("path", uri.getPath())
        .put("protocol", exchange.getProtocol())
        .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
        .put("userAgent", headers.path("user-agent").asText());
    if (body.length > 0) {
      event.put("body", Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0);
    return JSON.writeValueAsBytes(event);
  }

  private static void addQuery(ObjectNode event, @Nullable String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    ObjectNode parameters = event.putObject("queryStringParameters");
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      JsonNode earlier = parameters.get(name);
      // The gateway joins repeated parameters with commas.
      parameters.put(name, earlier == null ? value : earlier.asText() + "," + value);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone % is the function's to judge
    }
  }

  private static void respond(HttpExchange exchange, byte[] payload) throws IOException {
    JsonNode answer = JSON.readTree(payload);
    for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
      exchange.getResponseHeaders().put(header.getKey(), List.of(header.getValue().asText()));
    }
    String text = answer.path("body").asText("");
    byte[] body =
        answer.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(text)
            : text.getBytes(UTF_8);
    send(exchange, answer.path("statusCode").asInt(200), body);
  }

  private static void problem(HttpExchange exchange, int status, String title) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, JSON.writeValueAsBytes(Map.of("message", title)));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless || body.length == 0 ? -1 : body.length);
    if (!bodiless && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
