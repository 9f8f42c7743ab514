package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with the timeline of an execution. */
final class TimelineCall {
  private final ExecutionLookup lookup;
  private final Journey journey;
  private final Baselines baselines;
  private final InstantSource clock;
  private final UnknownExecution unknown;

  TimelineCall(
      ExecutionLookup lookup,
      Journey journey,
      Baselines baselines,
      InstantSource clock,
      UnknownExecution unknown) {
    this.lookup = lookup;
    this.journey = journey;
    this.baselines = baselines;
    this.clock = clock;
    this.unknown = unknown;
  }

  Response answer(ExecutionKey key, Request request) {
    ExecutionEvents events = lookup.find(key);
    if (events == null) {
      throw unknown.problem(key);
    }
    Timeline timeline = Timeline.of(events, journey, baselines, clock.instant());
    String tag = EntityTag.of(timeline);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", tag);
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept-Encoding");
    if (EntityTag.matches(request.header("if-none-match"), tag)) {
      return Response.empty(304, headers);
    }
    headers.put("Content-Type", "application/json");
    boolean gzip = AcceptHeader.acceptsGzip(request.header("accept-encoding"));
    return new Response(200, headers, body(events, timeline, gzip), events.events().size());
  }

  /** The whole timeline or, where that is too much for one answer, as much of it as fits. */
  private Body body(ExecutionEvents events, Timeline whole, boolean gzip) {
    Body body = body(whole, TimelineJson.Payload.INCLUDED, gzip);
    if (body == null) {
      body = body(whole, TimelineJson.Payload.OMITTED_FOR_SIZE, gzip);
    }
    ExecutionEvents fewer = events;
    while (body == null) {
      fewer = ExecutionLookup.halved(fewer);
      Timeline part = Timeline.of(fewer, journey, baselines, whole.asOf());
      body = body(part, TimelineJson.Payload.OMITTED_FOR_SIZE, gzip);
    }
    return body;
  }

  private static @Nullable Body body(
      Timeline timeline, TimelineJson.Payload payload, boolean gzip) {
    return Body.of(out -> TimelineJson.write(timeline, payload, out), gzip);
  }
}
