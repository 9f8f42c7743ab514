package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Prints entries, a line of JSON each. For places where losing one is no breach. */
final class PrintedAuditLog implements AuditLog {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;

  PrintedAuditLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void record(Entry entry) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("level", "INFO");
      json.writeStringField("message", "audit");
      json.writeStringField("at", entry.at().toString());
      json.writeStringField("requestId", entry.requestId());
      json.writeStringField("route", entry.route());
      json.writeStringField("accountId", entry.accountId());
      json.writeStringField("executionId", entry.executionId());
      json.writeStringField("question", entry.question());
      json.writeStringField("caller", entry.caller().name());
      json.writeStringField("address", entry.caller().address());
      json.writeBooleanField("payload", entry.payload());
      json.writeNumberField("status", entry.status());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    out.println(line);
  }
}
