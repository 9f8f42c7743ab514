package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with an execution in a form that other tools read. */
final class ExportCall implements Call {
  /** Says that not all of the execution is in a form with no place for it. */
  static final String TRUNCATED = "X-Truncated";

  private static final int PAGE = 10_000;

  private final Timelines timelines;
  private final StepEventReader reader;
  private final Cursors cursors;
  private final UnknownExecution unknown;

  ExportCall(
      Timelines timelines, StepEventReader reader, Cursors cursors, UnknownExecution unknown) {
    this.timelines = timelines;
    this.reader = reader;
    this.cursors = cursors;
    this.unknown = unknown;
  }

  @Override
  public Response answer(Question question) {
    ExecutionKey key = question.key();
    ExportFormat format = ExportFormat.of(question.parameters());
    return switch (format) {
      case OTLP -> timeline(key, format, OtlpExport::write, question);
      case CHROME -> timeline(key, format, ChromeExport::write, question);
      case CSV -> timeline(key, format, CsvExport::write, question);
      case MARKDOWN -> timeline(key, format, MarkdownExport::write, question);
      case NDJSON -> events(key, format, question);
    };
  }

  private Response timeline(
      ExecutionKey key, ExportFormat format, Timelines.Form form, Question question) {
    Timelines.Found found = timelines.find(key);
    Timelines.Fitted fitted =
        timelines.fit(found, question.payload(), form, question.acceptsGzip());
    Map<String, String> headers = headers(key, format, fitted.payload(), fitted.truncated());
    return new Response(200, headers, fitted.body(), found.events().events().size());
  }

  /** All events, as many as an answer can hold; the events call goes on from there. */
  private Response events(ExecutionKey key, ExportFormat format, Question question) {
    List<StoredEvent> stored = new ArrayList<>();
    String after = null;
    do {
      var page = reader.eventsOf(key, Order.OLDEST_FIRST, after, PAGE);
      stored.addAll(page.events());
      after = page.next();
    } while (after != null && stored.size() < ExecutionLookup.MAX_EVENTS);
    if (stored.isEmpty()) {
      throw unknown.problem(key);
    }
    List<StepEvent> shown =
        stored.stream().map(event -> EventsCall.shown(event, question.showsPayload())).toList();
    int count = shown.size();
    Body body = lines(shown, count, question);
    while (body == null) {
      count = Math.max(1, count / 2);
      body = lines(shown, count, question);
    }
    boolean whole = count == shown.size() && after == null;
    Map<String, String> headers = headers(key, format, question.payload(), !whole);
    if (!whole) {
      String last = stored.get(count - 1).sortKey();
      headers.put(EventsCall.NEXT_CURSOR, cursors.seal(EventsCall.scope(key), last));
    }
    return new Response(200, headers, body, count);
  }

  private static @Nullable Body lines(List<StepEvent> events, int count, Question question) {
    return Body.of(
        out -> EventsCall.writeLines(events.subList(0, count), out), question.acceptsGzip());
  }

  private static Map<String, String> headers(
      ExecutionKey key, ExportFormat format, TimelineJson.Payload payload, boolean truncated) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", format.contentType());
    headers.put("Content-Disposition", "attachment; filename=\"" + fileName(key, format) + '"');
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept-Encoding");
    headers.put(EventsCall.PAYLOAD, payload.name());
    headers.put(TRUNCATED, Boolean.toString(truncated));
    return headers;
  }

  /** Ids may hold anything; a file's name may not. */
  private static String fileName(ExecutionKey key, ExportFormat format) {
    String name = key.accountId() + '_' + key.executionId();
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.substring(0, Math.min(100, plain.length())) + '.' + format.extension();
  }
}
