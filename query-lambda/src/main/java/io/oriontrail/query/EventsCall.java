package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
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
final class EventsCall implements Call {
  /** An NDJSON page has no other place for it. */
  static final String NEXT_CURSOR = "X-Next-Cursor";

  /** Says whether attributes and error messages are there, in forms with no place for it. */
  static final String PAYLOAD = "X-Payload";

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

  @Override
  public Response answer(Question question) {
    ExecutionKey key = question.key();
    String type = AcceptHeader.best(question.request().header("accept"), List.of(JSON, NDJSON));
    if (type == null) {
      throw new ProblemException(
          ProblemType.NOT_ACCEPTABLE, "Events come as " + JSON + " or " + NDJSON + ".");
    }
    int limit = question.parameters().limit();
    String cursor = question.parameters().text("cursor");
    String after = cursor == null ? null : cursors.open(scope(key), cursor);
    Response response = null;
    while (response == null) {
      response = page(key, after, limit, type, question);
      limit = Math.max(1, limit / 2); // a page may be shorter than was asked for
    }
    return response;
  }

  /** What the cursors of an execution's events are good for. */
  static String scope(ExecutionKey key) {
    return Route.EVENTS + ' ' + key;
  }

  /** The page; null where it is larger than an answer can be. */
  private @Nullable Response page(
      ExecutionKey key, @Nullable String after, int limit, String type, Question question) {
    EventPage page = reader.eventsOf(key, Order.OLDEST_FIRST, after, limit);
    if (page.events().isEmpty() && after == null) {
      throw unknown.problem(key);
    }
    String next = page.next() == null ? null : cursors.seal(scope(key), page.next());
    List<StepEvent> events =
        page.events().stream().map(stored -> shown(stored, question.showsPayload())).toList();
    Body body =
        Body.of(
            out -> {
              if (type.equals(NDJSON)) {
                writeLines(events, out);
              } else {
                writeObject(key, events, question.payload(), next, out);
              }
            },
            question.acceptsGzip());
    if (body == null) {
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept, Accept-Encoding");
    headers.put(PAYLOAD, question.payload().name());
    if (next != null) {
      headers.put(NEXT_CURSOR, next);
    }
    return new Response(200, headers, body, events.size());
  }

  /** The event as this caller may see it. */
  static StepEvent shown(StoredEvent stored, boolean withPayload) {
    StepEvent event = stored.event();
    boolean nothingToHide = event.attributes().isEmpty() && event.errorMessage() == null;
    return withPayload || nothingToHide
        ? event
        : event.toBuilder().attributes(Map.of()).errorMessage(null).build();
  }

  static void writeLines(List<StepEvent> events, OutputStream out) throws IOException {
    for (StepEvent event : events) {
      out.write(StepEventJson.encode(event));
      out.write('\n');
    }
  }

  private static void writeObject(
      ExecutionKey key,
      List<StepEvent> events,
      TimelineJson.Payload payload,
      @Nullable String next,
      OutputStream out)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("accountId", key.accountId());
      json.writeStringField("executionId", key.executionId());
      json.writeStringField("payload", payload.name());
      json.writeArrayFieldStart("events");
      for (StepEvent event : events) {
        byte[] wire = StepEventJson.encode(event);
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
