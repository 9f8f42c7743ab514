package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Stands where the HTTP API stands: calls a handler with the events that the gateway sends. */
final class Gateway {
  static final String REQUEST_ID = "8f5e7a52-6d1c-4d2b-9d7e-0c1f5a0b7a11";

  private final QueryHandler handler;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private @Nullable String authorizer;

  Gateway(QueryApi.Parts parts) {
    long[] ticks = {0};
    handler =
        new QueryHandler(parts, new PrintStream(log, true, UTF_8), () -> ticks[0] += 7_250_000);
  }

  /** Before a handler that logs for itself. */
  Gateway(QueryHandler handler) {
    this.handler = handler;
  }

  /** A response as a client sees it, decoded. */
  record Reply(int status, Map<String, String> headers, String text, int wireBytes) {
    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    JsonNode json() {
      try {
        return Vectors.JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("no JSON: " + text, e);
      }
    }
  }

  /** From now on with what the gateway's authorizer found out, JSON; null for nothing. */
  Gateway as(String authorizerJson) {
    authorizer = authorizerJson;
    return this;
  }

  Reply get(String path) {
    return get(path, Map.of());
  }

  /** {@code path}: decoded; what follows a question mark is the query, encoded. */
  Reply get(String path, Map<String, String> headers) {
    int mark = path.indexOf('?');
    return mark < 0
        ? call("GET", path, "", headers)
        : call("GET", path.substring(0, mark), path.substring(mark + 1), headers);
  }

  /** {@code path}: decoded, as the gateway passes it on; {@code query}: as it was sent. */
  Reply call(String method, String path, String query, Map<String, String> headers) {
    ObjectNode event = Vectors.JSON.createObjectNode();
    event.put("version", "2.0").put("routeKey", "GET /v1/{proxy+}");
    event.put("rawPath", path).put("rawQueryString", query);
    headers.forEach(event.putObject("headers")::put);
    ObjectNode context = event.putObject("requestContext");
    context.put("requestId", "gateway");
    if (authorizer != null) {
      context.set("authorizer", parse(authorizer));
    }
    context.putObject("http").put("method", method).put("path", path).put("sourceIp", "192.0.2.1");
    return reply(invoke(event.toString().getBytes(UTF_8)));
  }

  private static JsonNode parse(String json) {
    try {
      return Vectors.JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + json, e);
    }
  }

  byte[] invoke(byte[] event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), out, new InvocationContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Reply reply(byte[] answer) {
    try {
      JsonNode tree = Vectors.JSON.readTree(answer);
      Map<String, String> headers = new HashMap<>();
      tree.required("headers")
          .properties()
          .forEach(
              header ->
                  headers.put(
                      header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
      String text = tree.required("body").asText();
      byte[] body =
          tree.required("isBase64Encoded").asBoolean()
              ? Base64.getDecoder().decode(text)
              : text.getBytes(UTF_8);
      if ("gzip".equals(headers.get("content-encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      return new Reply(
          tree.required("statusCode").asInt(), headers, new String(body, UTF_8), answer.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines logged so far. */
  String log() {
    return log.toString(UTF_8);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** What Lambda tells of an invocation, as far as anybody asks. */
  private static final class InvocationContext implements Context {
    @Override
    public String getAwsRequestId() {
      return REQUEST_ID;
    }

    @Override
    public String getLogGroupName() {
      return "";
    }

    @Override
    public String getLogStreamName() {
      return "";
    }

    @Override
    public String getFunctionName() {
      return "query";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "";
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 20_000;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1_769;
    }

    @Override
    public LambdaLogger getLogger() {
      throw new UnsupportedOperationException();
    }
  }
}
