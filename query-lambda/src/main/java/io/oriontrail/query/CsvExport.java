package io.oriontrail.query;

import io.oriontrail.event.Rfc3339;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as CSV (RFC 4180), a row a run. A cell that a spreadsheet would take for a formula
 * begins with an apostrophe, which spreadsheets show as text.
 */
final class CsvExport {
  /** What makes a cell a formula, in ASCII and in full width. */
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private static final List<String> HEADER =
      List.of(
          "accountId",
          "executionId",
          "step",
          "attempt",
          "runId",
          "parentRunId",
          "lane",
          "status",
          "recovered",
          "startedAt",
          "endedAt",
          "startOffsetNanos",
          "durationNanos",
          "waitNanos",
          "slackNanos",
          "critical",
          "p50Nanos",
          "p95Nanos",
          "flags",
          "errorCode",
          "errorMessage",
          "service",
          "host",
          "traceId",
          "dependsOn",
          "attributes");

  private CsvExport() {}

  static void write(Timeline timeline, TimelineJson.Payload payload, OutputStream out)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    row(HEADER, writer);
    for (Run run : timeline.runs()) {
      row(cells(timeline, run, payload == TimelineJson.Payload.INCLUDED), writer);
    }
    writer.flush();
  }

  private static List<String> cells(Timeline timeline, Run run, boolean payload) {
    List<String> cells = new ArrayList<>(HEADER.size());
    cells.add(text(timeline.key().accountId()));
    cells.add(text(timeline.key().executionId()));
    cells.add(text(run.step()));
    cells.add(Integer.toString(run.attempt()));
    cells.add(text(run.runId()));
    cells.add(text(run.parentRunId()));
    cells.add(Integer.toString(run.lane()));
    cells.add(run.status().name());
    cells.add(run.recovered() == null ? "" : run.recovered().toString());
    cells.add(Rfc3339.format(run.startedAt()));
    Instant ended = run.endedAt();
    cells.add(ended == null ? "" : Rfc3339.format(ended));
    cells.add(number(Nanos.minus(run.start(), Nanos.of(timeline.startedAt()))));
    cells.add(number(run.durationNanos()));
    cells.add(number(run.waitNanos()));
    cells.add(number(run.slackNanos()));
    cells.add(Boolean.toString(run.isCritical()));
    Baseline usual = run.baseline();
    cells.add(usual == null ? "" : number(usual.p50Nanos()));
    cells.add(usual == null ? "" : number(usual.p95Nanos()));
    cells.add(run.flags().stream().map(RunFlag::name).collect(Collectors.joining(" ")));
    cells.add(text(run.errorCode()));
    cells.add(payload ? text(run.errorMessage()) : "");
    cells.add(text(run.service()));
    cells.add(text(run.host()));
    cells.add(text(run.traceId()));
    cells.add(text(String.join("; ", run.dependsOn())));
    cells.add(payload ? text(attributes(run.attributes())) : "");
    return cells;
  }

  private static String attributes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String number(@Nullable Long value) {
    return value == null ? "" : value.toString();
  }

  /** Text of others, so that no spreadsheet runs it. */
  static String text(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    return FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
  }

  private static void row(List<String> cells, Writer writer) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        writer.write(',');
      }
      writer.write(quoted(cells.get(i)));
    }
    writer.write("\r\n");
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
