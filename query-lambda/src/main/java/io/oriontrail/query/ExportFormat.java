package io.oriontrail.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The forms that an execution can be taken away in. */
enum ExportFormat {
  /** OTLP/JSON, for any backend of OpenTelemetry. */
  OTLP("application/json", "otlp.json"),
  /** Trace Event Format, for Perfetto and chrome://tracing. */
  CHROME("application/json", "trace.json"),
  /** A row a run, for spreadsheets. */
  CSV("text/csv; charset=utf-8", "csv"),
  /** The stored events in the wire format, for replaying. */
  NDJSON("application/x-ndjson", "ndjson"),
  /** An incident note, for people. */
  MARKDOWN("text/markdown; charset=utf-8", "md");

  private final String contentType;
  private final String extension;

  ExportFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  /** The format that the parameter names. */
  static ExportFormat of(Parameters parameters) {
    List<String> names = Arrays.stream(values()).map(ExportFormat::parameter).toList();
    String name = parameters.choice("format", names, null);
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  private String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  String contentType() {
    return contentType;
  }

  String extension() {
    return extension;
  }
}
