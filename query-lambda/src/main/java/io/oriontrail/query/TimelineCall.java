package io.oriontrail.query;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers with the timeline of an execution. */
final class TimelineCall implements Call {
  private final Timelines timelines;

  TimelineCall(Timelines timelines) {
    this.timelines = timelines;
  }

  @Override
  public Response answer(Question question) {
    Timelines.Found found = timelines.find(question.key());
    TaggedText whole = TimelineJson.tagged(found.timeline(), question.payload());
    String tag = EntityTag.of(whole);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", tag);
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept-Encoding");
    if (EntityTag.matches(question.request().header("if-none-match"), tag)) {
      return Response.empty(304, headers);
    }
    headers.put("Content-Type", "application/json");
    boolean gzip = question.acceptsGzip();
    Body body = Body.of(whole::writeTo, gzip);
    if (body == null) {
      body = timelines.fitWithLess(found, question.payload(), TimelineJson::write, gzip).body();
    }
    return new Response(200, headers, body, found.events().events().size());
  }
}
