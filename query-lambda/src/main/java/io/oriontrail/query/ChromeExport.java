package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timeline in the Trace Event Format, which Perfetto and chrome://tracing open: a thread a lane,
 * a complete event a run, an arrow a dependency. Times are microseconds since the execution's start
 * with nanoseconds behind the point.
 */
final class ChromeExport {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int PROCESS = 1;

  private final JsonGenerator json;
  private final Timeline timeline;
  private final boolean payload;
  private final long startedAt;
  private int arrows;

  private ChromeExport(JsonGenerator json, Timeline timeline, boolean payload) {
    this.json = json;
    this.timeline = timeline;
    this.payload = payload;
    this.startedAt = Nanos.of(timeline.startedAt());
  }

  static void write(Timeline timeline, TimelineJson.Payload payload, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new ChromeExport(json, timeline, payload == TimelineJson.Payload.INCLUDED).write();
    }
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ms");
    json.writeObjectFieldStart("otherData");
    json.writeStringField("accountId", timeline.key().accountId());
    json.writeStringField("executionId", timeline.key().executionId());
    json.writeStringField("status", timeline.status().name());
    json.writeStringField("verdict", timeline.verdict());
    json.writeStringField("startedAt", Rfc3339.format(timeline.startedAt()));
    json.writeStringField("truncated", Boolean.toString(timeline.truncated()));
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    name("process_name", 0, timeline.key().toString());
    for (int lane = 0; lane < timeline.laneCount(); lane++) {
      name("thread_name", lane + 1, "lane " + (lane + 1));
    }
    for (Run run : timeline.runs()) {
      slice(run);
    }
    for (Run run : timeline.runs()) {
      for (int dependency : run.dependencies()) {
        arrow(timeline.runs().get(dependency), run);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void name(String kind, int thread, String name) throws IOException {
    event(kind, "M", thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void slice(Run run) throws IOException {
    event(run.step(), "X", run.lane() + 1);
    json.writeStringField("cat", run.isCritical() ? "run,critical" : "run");
    micros("ts", Nanos.minus(run.start(), startedAt));
    micros("dur", Math.max(0, Nanos.minus(run.isOpen() ? shownUntil() : run.end(), run.start())));
    if (run.status() == RunStatus.FAILED) {
      json.writeStringField("cname", "terrible");
    }
    json.writeObjectFieldStart("args");
    json.writeStringField("status", run.status().name());
    json.writeNumberField("attempt", run.attempt());
    json.writeStringField("runId", run.runId());
    optional("errorCode", run.errorCode());
    optional("errorMessage", payload ? run.errorMessage() : null);
    optional("service", run.service());
    optional("host", run.host());
    optional("traceId", run.traceId());
    if (payload) {
      for (Map.Entry<String, String> attribute : run.attributes().entrySet()) {
        json.writeStringField("attribute." + attribute.getKey(), attribute.getValue());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** From within the one slice to the start of the other, which is what viewers bind arrows to. */
  private void arrow(Run from, Run to) throws IOException {
    arrows++;
    event("dependsOn", "s", from.lane() + 1);
    json.writeStringField("cat", "dependsOn");
    json.writeNumberField("id", arrows);
    micros("ts", Nanos.minus(from.start(), startedAt));
    json.writeEndObject();
    event("dependsOn", "f", to.lane() + 1);
    json.writeStringField("cat", "dependsOn");
    json.writeNumberField("id", arrows);
    json.writeStringField("bp", "e");
    micros("ts", Nanos.minus(to.start(), startedAt));
    json.writeEndObject();
  }

  private void event(String name, String phase, int thread) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("ph", phase);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
  }

  private long shownUntil() {
    return Nanos.of(timeline.endedAt() != null ? timeline.endedAt() : timeline.lastEventAt());
  }

  private void micros(String field, long nanos) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(nanos / 1_000 + "." + String.format("%03d", Math.abs(nanos % 1_000)));
  }

  private void optional(String field, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
