package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A comparison as the API answers it. Every field is always there, null without a value. */
final class ComparisonJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ComparisonJson() {}

  static void write(Comparison comparison, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("accountId", comparison.here().key().accountId());
      json.writeFieldName("here");
      execution(comparison.here(), json);
      json.writeFieldName("other");
      execution(comparison.other(), json);
      number("deltaNanos", deltaNanos(comparison), json);
      json.writeArrayFieldStart("steps");
      for (Comparison.StepDifference step : comparison.steps()) {
        step(step, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static @Nullable Long deltaNanos(Comparison comparison) {
    Long here = comparison.here().durationNanos();
    Long other = comparison.other().durationNanos();
    return here == null || other == null ? null : Nanos.minus(here, other);
  }

  private static void execution(Timeline timeline, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("executionId", timeline.key().executionId());
    json.writeStringField("status", timeline.status().name());
    json.writeStringField("verdict", timeline.verdict());
    json.writeStringField("startedAt", Rfc3339.format(timeline.startedAt()));
    Instant ended = timeline.endedAt();
    json.writeStringField("endedAt", ended == null ? null : Rfc3339.format(ended));
    number("durationNanos", timeline.durationNanos(), json);
    json.writeBooleanField("truncated", timeline.truncated());
    json.writeEndObject();
  }

  private static void step(Comparison.StepDifference step, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", step.step());
    json.writeArrayFieldStart("changes");
    for (Comparison.Change change : step.changes()) {
      json.writeString(change.name());
    }
    json.writeEndArray();
    number("deltaNanos", step.deltaNanos(), json);
    figures("here", step.here(), json);
    figures("other", step.other(), json);
    json.writeEndObject();
  }

  private static void figures(
      String field, Comparison.@Nullable StepFigures figures, JsonGenerator json)
      throws IOException {
    if (figures == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    json.writeNumberField("runs", figures.runs());
    json.writeNumberField("failures", figures.failures());
    json.writeStringField("status", figures.status().name());
    json.writeStringField("errorCode", figures.errorCode());
    json.writeNumberField("startOffsetNanos", figures.startOffsetNanos());
    number("durationNanos", figures.durationNanos(), json);
    json.writeEndObject();
  }

  private static void number(String field, @Nullable Long value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, value);
    }
  }
}
