package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers with two executions of an account, held against each other step by step. */
final class CompareCall implements Call {
  private final Timelines timelines;

  CompareCall(Timelines timelines) {
    this.timelines = timelines;
  }

  @Override
  public Response answer(Question question) {
    ExecutionKey key = question.key();
    String with =
        question
            .parameters()
            .required("with", "it names the execution of the same account to compare with");
    ExecutionKey otherKey = ExecutionKey.of(key.accountId(), with);
    Timelines.Found here = timelines.find(key);
    Timelines.Found other = timelines.find(otherKey);
    int events = here.events().events().size() + other.events().events().size();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept-Encoding");
    Body body = null;
    while (body == null) {
      Comparison comparison = Comparison.of(here.timeline(), other.timeline());
      body = Body.of(out -> ComparisonJson.write(comparison, out), question.acceptsGzip());
      if (body == null) {
        here = timelines.halved(here);
        other = timelines.halved(other);
      }
    }
    return new Response(200, headers, body, events);
  }
}
