package io.oriontrail.query;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The answer that a function gives to API Gateway's HTTP API, payload format 2.0. */
final class GatewayAnswer {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * As text, a body's every quote is escaped, which can double it; base64 adds a third. So text is
   * for bodies that stay small either way.
   */
  private static final int MAX_TEXT = 1 << 20;

  /**
   * For browsers that are given an answer as if it were a page. CloudFront sets them, too; these
   * are for who asks at the API's own address.
   */
  private static final Map<String, String> SECURITY =
      new TreeMap<>(
          Map.of(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
              "Referrer-Policy", "no-referrer",
              "Strict-Transport-Security", "max-age=63072000",
              "X-Content-Type-Options", "nosniff"));

  private GatewayAnswer() {}

  /** Writes the answer. {@code withBody}: false for HEAD. */
  static void write(Response response, String requestId, boolean withBody, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", response.status());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : response.headers().entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      if (response.body().isGzip()) {
        json.writeStringField("Content-Encoding", "gzip");
      }
      json.writeStringField("X-Request-Id", requestId);
      for (Map.Entry<String, String> header : SECURITY.entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      body(response.body(), withBody, json);
      json.writeEndObject();
    }
  }

  private static void body(Body body, boolean withBody, JsonGenerator json) throws IOException {
    if (!withBody || body.size() == 0) {
      json.writeBooleanField("isBase64Encoded", false);
      json.writeStringField("body", "");
    } else if (body.isGzip() || body.size() > MAX_TEXT) {
      json.writeBooleanField("isBase64Encoded", true);
      json.writeFieldName("body");
      json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, body.bytes(), 0, body.size());
    } else {
      json.writeBooleanField("isBase64Encoded", false);
      json.writeStringField("body", new String(body.bytes(), StandardCharsets.UTF_8));
    }
  }
}
