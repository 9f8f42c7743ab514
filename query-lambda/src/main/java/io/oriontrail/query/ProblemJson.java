package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A problem as {@code application/problem+json} (RFC 9457). */
final class ProblemJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ProblemJson() {}

  static Response response(ProblemException problem, Request request, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>(problem.headers());
    headers.put("Content-Type", "application/problem+json");
    headers.put("Cache-Control", "no-store");
    boolean gzip = AcceptHeader.acceptsGzip(request.header("accept-encoding"));
    Body body = Body.of(json(problem, requestId), gzip);
    return new Response(problem.type().status(), headers, body, 0);
  }

  private static byte[] json(ProblemException problem, String requestId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("type", problem.type().uri());
      json.writeStringField("title", problem.type().title());
      json.writeNumberField("status", problem.type().status());
      json.writeStringField("detail", problem.detail());
      json.writeStringField("requestId", requestId);
      texts(json, "hints", problem.hints());
      texts(json, "nearest", problem.nearest());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return out.toByteArray();
  }

  /** Left out where there are none. */
  private static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(field);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }
}
