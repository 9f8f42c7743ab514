package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timeline as the API answers it; docs/contracts/openapi.yaml describes every field. Every
 * field is always there: null where it has no value, an empty array or object where there is
 * nothing to list. Times are UTC with 9 digits, durations integer nanoseconds.
 */
public final class TimelineJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether attributes and error messages are part of the answer. */
  public enum Payload {
    INCLUDED,
    /** Left out, because the caller may not see them. */
    OMITTED_FOR_SCOPE,
    /** Left out, because the answer would otherwise be larger than an answer can be. */
    OMITTED_FOR_SIZE
  }

  private final JsonGenerator json;
  private final Timeline timeline;
  private final Payload payload;
  private final @Nullable TaggedText tagged;
  private long passingFrom;

  private TimelineJson(
      JsonGenerator json, Timeline timeline, Payload payload, @Nullable TaggedText tagged) {
    this.json = json;
    this.timeline = timeline;
    this.payload = payload;
    this.tagged = tagged;
  }

  /**
   * Writes the timeline as one JSON object in UTF-8. Does not close {@code out}.
   *
   * @throws IOException if {@code out} fails
   */
  public static void write(Timeline timeline, Payload payload, OutputStream out)
      throws IOException {
    write(timeline, payload, null, out);
  }

  /**
   * The same object as text whose tag leaves out what moves while nothing happens: the moment, and
   * the baselines' figures.
   */
  static TaggedText tagged(Timeline timeline, Payload payload) {
    TaggedText text = new TaggedText();
    try {
      write(timeline, payload, text, text);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text;
  }

  private static void write(
      Timeline timeline, Payload payload, @Nullable TaggedText tagged, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new TimelineJson(json, timeline, payload, tagged).write();
    }
  }

  private void beginPassing() {
    if (tagged != null) {
      passingFrom = tagged.size() + json.getOutputBuffered();
    }
  }

  private void endPassing() {
    if (tagged != null) {
      tagged.leaveOut(passingFrom, tagged.size() + json.getOutputBuffered());
    }
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", timeline.key().accountId());
    json.writeStringField("executionId", timeline.key().executionId());
    json.writeStringField("status", timeline.status().name());
    time("startedAt", timeline.startedAt());
    time("endedAt", timeline.endedAt());
    number("durationNanos", timeline.durationNanos());
    json.writeStringField("verdict", timeline.verdict());
    beginPassing();
    time("asOf", timeline.asOf());
    endPassing();
    time("lastEventAt", timeline.lastEventAt());
    json.writeNumberField("eventCount", timeline.eventCount());
    json.writeNumberField("duplicateCount", timeline.duplicateCount());
    json.writeNumberField("laneCount", timeline.laneCount());
    json.writeBooleanField("truncated", timeline.truncated());
    json.writeStringField("payload", payload.name());
    names("flags", timeline.flags());
    journey();
    json.writeArrayFieldStart("runs");
    for (Run run : timeline.runs()) {
      write(run);
    }
    json.writeEndArray();
    criticalPath();
    unaccounted();
    expected();
    dataQuality();
    json.writeEndObject();
  }

  private void journey() throws IOException {
    if (!timeline.journey().isDefined()) {
      json.writeNullField("journey");
      return;
    }
    json.writeObjectFieldStart("journey");
    json.writeStringField("name", timeline.journey().name());
    json.writeStringField("version", timeline.journey().version());
    json.writeEndObject();
  }

  private void write(Run run) throws IOException {
    json.writeStartObject();
    json.writeStringField("runId", run.runId());
    json.writeStringField("parentRunId", run.parentRunId());
    place("parent", run.parent());
    json.writeBooleanField("container", run.isContainer());
    json.writeStringField("step", run.step());
    json.writeNumberField("attempt", run.attempt());
    json.writeNumberField("lane", run.lane());
    json.writeStringField("status", run.status().name());
    if (run.recovered() == null) {
      json.writeNullField("recovered");
    } else {
      json.writeBooleanField("recovered", run.recovered());
    }
    time("startedAt", run.startedAt());
    time("endedAt", run.endedAt());
    json.writeNumberField(
        "startOffsetNanos", Nanos.minus(run.start(), Nanos.of(timeline.startedAt())));
    number("durationNanos", run.durationNanos());
    strings("dependsOn", run.dependsOn());
    json.writeArrayFieldStart("dependencies");
    for (int dependency : run.dependencies()) {
      json.writeNumber(dependency);
    }
    json.writeEndArray();
    strings("unresolvedDependencies", run.unresolvedDependencies());
    json.writeBooleanField("critical", run.isCritical());
    number("slackNanos", run.slackNanos());
    number("waitNanos", run.waitNanos());
    beginPassing();
    baseline(run.baseline());
    endPassing();
    names("flags", run.flags());
    error(run);
    json.writeStringField("service", run.service());
    json.writeStringField("host", run.host());
    json.writeStringField("traceId", run.traceId());
    json.writeObjectFieldStart("attributes");
    if (payload == Payload.INCLUDED) {
      for (Map.Entry<String, String> attribute : run.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void baseline(@Nullable Baseline baseline) throws IOException {
    if (baseline == null) {
      json.writeNullField("baseline");
      return;
    }
    json.writeObjectFieldStart("baseline");
    json.writeNumberField("p50Nanos", baseline.p50Nanos());
    json.writeNumberField("p95Nanos", baseline.p95Nanos());
    json.writeNumberField("samples", baseline.samples());
    json.writeEndObject();
  }

  private void error(Run run) throws IOException {
    if (run.status() != RunStatus.FAILED) {
      json.writeNullField("error");
      return;
    }
    json.writeObjectFieldStart("error");
    json.writeStringField("code", run.errorCode());
    json.writeStringField("message", payload == Payload.INCLUDED ? run.errorMessage() : null);
    json.writeEndObject();
  }

  private void criticalPath() throws IOException {
    json.writeArrayFieldStart("criticalPath");
    for (Timeline.PathStep step : timeline.criticalPath()) {
      json.writeStartObject();
      json.writeNumberField("run", step.run());
      Run run = timeline.runs().get(step.run());
      json.writeStringField("runId", run.runId());
      json.writeStringField("step", run.step());
      json.writeNumberField("attempt", run.attempt());
      json.writeNumberField("waitNanos", step.waitNanos());
      json.writeBooleanField("inferred", step.inferred());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void unaccounted() throws IOException {
    json.writeObjectFieldStart("unaccounted");
    json.writeNumberField("totalNanos", timeline.unaccounted().totalNanos());
    json.writeArrayFieldStart("gaps");
    for (Unaccounted.Gap gap : timeline.unaccounted().gaps()) {
      json.writeStartObject();
      json.writeNumberField("startOffsetNanos", gap.startOffsetNanos());
      json.writeNumberField("durationNanos", gap.durationNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void expected() throws IOException {
    json.writeArrayFieldStart("expected");
    for (ExpectedStep step : timeline.expected()) {
      json.writeStartObject();
      json.writeStringField("step", step.step());
      json.writeStringField("state", step.state().name());
      strings("blockedBy", step.blockedBy());
      strings("dependsOn", timeline.journey().dependsOn(step.step()));
      Journey.Step defined = timeline.journey().step(step.step());
      Duration usual = defined == null ? null : defined.usualDuration();
      number("usualNanos", usual == null ? null : usual.toNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void dataQuality() throws IOException {
    DataQuality quality = timeline.dataQuality();
    json.writeObjectFieldStart("dataQuality");
    json.writeNumberField("duplicates", timeline.duplicateCount());
    json.writeNumberField("startsMissing", quality.startsMissing());
    json.writeNumberField("endsMissing", quality.endsMissing());
    json.writeNumberField("duplicateStates", quality.duplicateStates());
    json.writeNumberField("clockSkews", quality.clockSkews());
    json.writeNumberField("invalidParents", quality.invalidParents());
    json.writeNumberField("unresolvedDependencies", quality.unresolvedDependencies());
    json.writeNumberField("cutEvents", quality.cutEvents());
    json.writeNumberField("unreadableItems", quality.unreadableItems());
    json.writeArrayFieldStart("skews");
    for (DataQuality.Skew skew : quality.skews()) {
      json.writeStartObject();
      json.writeNumberField("run", skew.run());
      place("dependency", skew.dependency());
      json.writeNumberField("nanos", skew.nanos());
      json.writeStringField("startHost", skew.startHost());
      json.writeStringField("endHost", skew.endHost());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void time(String field, @Nullable Instant instant) throws IOException {
    json.writeStringField(field, instant == null ? null : Rfc3339.format(instant));
  }

  private void number(String field, @Nullable Long value) throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, value);
    }
  }

  private void place(String field, @Nullable Integer value) throws IOException {
    number(field, value == null ? null : value.longValue());
  }

  private void names(String field, Iterable<? extends Enum<?>> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (Enum<?> value : values) {
      json.writeString(value.name());
    }
    json.writeEndArray();
  }

  private void strings(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
