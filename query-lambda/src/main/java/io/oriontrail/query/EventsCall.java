package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoredEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with a page of an execution's stored events, in the wire format. */
final class EventsCall {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 500;

  /** An NDJSON page has no other place for it. */
  static final String NEXT_CURSOR = "X-Next-Cursor";

  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final JsonFactory FACTORY = new JsonFactory();

  private final StepEventReader reader;
  private final Cursors cursors;
  private final UnknownExecution unknown;

  EventsCall(StepEventReader reader, Cursors cursors, UnknownExecution unknown) {
    this.reader = reader;
    this.cursors = cursors;
    this.unknown = unknown;
  }

  Response answer(ExecutionKey key, Request request, Map<String, String> parameters) {
    String type = AcceptHeader.best(request.header("accept"), List.of(JSON, NDJSON));
    if (type == null) {
      throw new ProblemException(
          ProblemType.NOT_ACCEPTABLE, "Events come as " + JSON + " or " + NDJSON + ".");
    }
    int limit = limit(parameters.get("limit"));
    String cursor = parameters.get("cursor");
    String after = cursor == null ? null : cursors.open(key, cursor);
    boolean gzip = AcceptHeader.acceptsGzip(request.header("accept-encoding"));
    Response response = null;
    while (response == null) {
      response = page(key, after, limit, type, gzip);
      limit = Math.max(1, limit / 2); // a page may be shorter than was asked for
    }
    return response;
  }

  /** The page; null where it is larger than an answer can be. */
  private @Nullable Response page(
      ExecutionKey key, @Nullable String after, int limit, String type, boolean gzip) {
    EventPage page = reader.eventsOf(key, Order.OLDEST_FIRST, after, limit);
    if (page.events().isEmpty() && after == null) {
      throw unknown.problem(key);
    }
    String next = page.next() == null ? null : cursors.seal(key, page.next());
    Body body =
        Body.of(
            out -> {
              if (type.equals(NDJSON)) {
                writeLines(page.events(), out);
              } else {
                writeObject(key, page.events(), next, out);
              }
            },
            gzip);
    if (body == null) {
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept, Accept-Encoding");
    if (next != null) {
      headers.put(NEXT_CURSOR, next);
    }
    return new Response(200, headers, body, page.events().size());
  }

  private static int limit(@Nullable String value) {
    if (value == null) {
      return DEFAULT_LIMIT;
    }
    boolean isNumber =
        !value.isEmpty()
            && value.length() <= 9
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = isNumber ? Integer.parseInt(value) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER,
          "Parameter 'limit' must be a number from 1 to "
              + MAX_LIMIT
              + "; it is '"
              + Limits.cut(value, 64)
              + "'.");
    }
    return limit;
  }

  private static void writeLines(List<StoredEvent> events, OutputStream out) throws IOException {
    for (StoredEvent event : events) {
      StepEventJson.encode(event.event(), out);
      out.write('\n');
    }
  }

  private static void writeObject(
      ExecutionKey key, List<StoredEvent> events, @Nullable String next, OutputStream out)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("accountId", key.accountId());
      json.writeStringField("executionId", key.executionId());
      json.writeArrayFieldStart("events");
      for (StoredEvent event : events) {
        byte[] wire = StepEventJson.encode(event.event());
        json.writeRawValue(new String(wire, StandardCharsets.UTF_8));
      }
      json.writeEndArray();
      if (next != null) {
        json.writeStringField("nextCursor", next);
      }
      json.writeEndObject();
    }
  }
}
