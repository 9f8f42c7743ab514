package io.oriontrail.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;

/**
 * One line of JSON for each change of an alarm: what came of it. Holds no id of an account or an
 * execution, and no secret.
 */
final class AlertLog {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;

  AlertLog(PrintStream out) {
    this.out = out;
  }

  void write(Alerting.Told told, String requestId) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      boolean well = told.failed().isEmpty();
      json.writeStringField("level", !well ? "ERROR" : told.notes().isEmpty() ? "INFO" : "WARN");
      json.writeStringField("message", told.told().isEmpty() ? "kept quiet" : "told");
      json.writeStringField("requestId", requestId);
      json.writeStringField("alarm", told.alarm());
      json.writeStringField("group", told.group());
      list(json, "told", told.told().stream().map(Severity::word).sorted().toList());
      list(json, "failed", told.failed());
      list(json, "notes", told.notes());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    out.println(line);
  }

  private static void list(JsonGenerator json, String name, Collection<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }
}
