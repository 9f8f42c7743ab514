package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as OTLP/JSON (OpenTelemetry protocol 1.x, {@code TracesData}): the execution is a root
 * span, each run a span below it or below the run that encloses it, each resolved dependency a
 * link. Ids follow from the names, so the same execution exported twice is the same trace.
 */
final class OtlpExport {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int INTERNAL = 1;
  private static final int OK = 1;
  private static final int ERROR = 2;
  private static final String NO_SERVICE = "unknown_service";

  private final JsonGenerator json;
  private final Timeline timeline;
  private final boolean payload;
  private final MessageDigest sha = sha256();
  private final String traceId;
  private final String rootId;

  private OtlpExport(JsonGenerator json, Timeline timeline, boolean payload) {
    this.json = json;
    this.timeline = timeline;
    this.payload = payload;
    this.traceId = id(16, "trace");
    this.rootId = id(8, "execution");
  }

  static void write(Timeline timeline, TimelineJson.Payload payload, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new OtlpExport(json, timeline, payload == TimelineJson.Payload.INCLUDED).write();
    }
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("resourceSpans");
    resource("orion");
    root();
    endResource();
    for (Map.Entry<String, List<Integer>> service : runsByService().entrySet()) {
      resource(service.getKey());
      for (int run : service.getValue()) {
        span(timeline.runs().get(run));
      }
      endResource();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private Map<String, List<Integer>> runsByService() {
    Map<String, List<Integer>> byService = new LinkedHashMap<>();
    for (int i = 0; i < timeline.runs().size(); i++) {
      String service = timeline.runs().get(i).service();
      byService
          .computeIfAbsent(service == null ? NO_SERVICE : service, name -> new ArrayList<>())
          .add(i);
    }
    return byService;
  }

  private void resource(String service) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    json.writeArrayFieldStart("attributes");
    attribute("service.name", service);
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("scopeSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", "io.oriontrail");
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
  }

  private void endResource() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void root() throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", traceId);
    json.writeStringField("spanId", rootId);
    json.writeStringField("name", "EXECUTION");
    json.writeNumberField("kind", INTERNAL);
    times(Nanos.of(timeline.startedAt()), shownUntil());
    json.writeArrayFieldStart("attributes");
    attribute("orion.account.id", timeline.key().accountId());
    attribute("orion.execution.id", timeline.key().executionId());
    attribute("orion.status", timeline.status().name());
    attribute("orion.verdict", timeline.verdict());
    attribute("orion.truncated", timeline.truncated());
    json.writeEndArray();
    int code =
        switch (timeline.status()) {
          case SUCCEEDED -> OK;
          case FAILED -> ERROR;
          case RUNNING, STALLED -> 0;
        };
    status(code, timeline.status() == ExecutionStatus.FAILED ? timeline.verdict() : null);
    json.writeEndObject();
  }

  private void span(Run run) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", traceId);
    json.writeStringField("spanId", spanId(run));
    Integer parent = run.parent();
    json.writeStringField(
        "parentSpanId", parent == null ? rootId : spanId(timeline.runs().get(parent)));
    json.writeStringField("name", run.step());
    json.writeNumberField("kind", INTERNAL);
    times(run.start(), run.isOpen() ? shownUntil() : run.end());
    attributes(run);
    links(run);
    int code = run.status() == RunStatus.FAILED ? ERROR : run.isOpen() ? 0 : OK;
    status(code, payload && code == ERROR ? run.errorMessage() : null);
    json.writeEndObject();
  }

  private void attributes(Run run) throws IOException {
    json.writeArrayFieldStart("attributes");
    attribute("orion.step", run.step());
    attribute("orion.attempt", run.attempt());
    attribute("orion.run.id", run.runId());
    attribute("orion.status", run.status().name());
    attribute("orion.critical", run.isCritical());
    if (run.waitNanos() != null) {
      attribute("orion.wait.nanos", run.waitNanos());
    }
    if (run.slackNanos() != null) {
      attribute("orion.slack.nanos", run.slackNanos());
    }
    for (RunFlag flag : run.flags()) {
      attribute("orion.flag." + flag.name(), true);
    }
    optional("error.type", run.errorCode());
    optional("host.name", run.host());
    optional("orion.trace.id", run.traceId());
    if (payload) {
      for (Map.Entry<String, String> attribute : run.attributes().entrySet()) {
        attribute("orion.attribute." + attribute.getKey(), attribute.getValue());
      }
    }
    json.writeEndArray();
  }

  private void links(Run run) throws IOException {
    json.writeArrayFieldStart("links");
    for (int dependency : run.dependencies()) {
      json.writeStartObject();
      json.writeStringField("traceId", traceId);
      json.writeStringField("spanId", spanId(timeline.runs().get(dependency)));
      json.writeArrayFieldStart("attributes");
      attribute("orion.link", "dependsOn");
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** 64-bit integers are text in OTLP/JSON; it knows no time before 1970. */
  private void times(long start, long end) throws IOException {
    json.writeStringField("startTimeUnixNano", Long.toString(Math.max(0, start)));
    json.writeStringField("endTimeUnixNano", Long.toString(Math.max(0, Math.max(start, end))));
  }

  private long shownUntil() {
    return Nanos.of(timeline.endedAt() != null ? timeline.endedAt() : timeline.lastEventAt());
  }

  private void status(int code, @Nullable String message) throws IOException {
    json.writeObjectFieldStart("status");
    if (message != null) {
      json.writeStringField("message", message);
    }
    json.writeNumberField("code", code);
    json.writeEndObject();
  }

  private void optional(String key, @Nullable String value) throws IOException {
    if (value != null) {
      attribute(key, value);
    }
  }

  private void attribute(String key, String value) throws IOException {
    startAttribute(key);
    json.writeStringField("stringValue", value);
    endAttribute();
  }

  private void attribute(String key, boolean value) throws IOException {
    startAttribute(key);
    json.writeBooleanField("boolValue", value);
    endAttribute();
  }

  private void attribute(String key, long value) throws IOException {
    startAttribute(key);
    json.writeStringField("intValue", Long.toString(value));
    endAttribute();
  }

  private void startAttribute(String key) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeObjectFieldStart("value");
  }

  private void endAttribute() throws IOException {
    json.writeEndObject();
    json.writeEndObject();
  }

  /** A step and a runId name one run of an execution. */
  private String spanId(Run run) {
    return id(8, "run " + run.runId() + ' ' + run.step());
  }

  private String id(int bytes, String of) {
    byte[] hash = sha.digest((timeline.key() + "\n" + of).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
