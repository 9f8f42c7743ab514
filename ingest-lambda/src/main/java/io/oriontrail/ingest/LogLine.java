package io.oriontrail.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of JSON for people and log queries. Holds no payload of any event. */
final class LogLine {
  private static final JsonFactory JSON = new JsonFactory();

  private LogLine() {}

  /** The batch did not come through as a whole, or not without loss of form. */
  static String problem(BatchOutcome outcome, String problem, Invocation invocation, Instant now) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("recordsOwed", outcome.counts().recordsOwed());
    counts.put("quarantined", outcome.counts().quarantined());
    return problem(problem, invocation, now, outcome.resumeAt(), counts);
  }

  /**
   * The same of any batch.
   *
   * @param resumeAt the first record that comes again; null where none does
   */
  static String problem(
      String problem,
      Invocation invocation,
      Instant now,
      @Nullable Origin resumeAt,
      Map<String, Integer> counts) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("timestamp", Rfc3339.format(now));
      json.writeStringField("level", "WARN");
      json.writeStringField("function", invocation.function());
      json.writeStringField("requestId", invocation.requestId());
      json.writeStringField("message", problem);
      if (resumeAt != null) {
        json.writeStringField("shardId", resumeAt.shardId());
        json.writeStringField("resumeAt", resumeAt.sequenceNumber());
      }
      for (Map.Entry<String, Integer> count : counts.entrySet()) {
        json.writeNumberField(count.getKey(), count.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return line.toString();
  }
}
