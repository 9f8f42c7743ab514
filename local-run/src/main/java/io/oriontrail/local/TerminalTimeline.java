package io.oriontrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.query.ReadableTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Draws a timeline, as the API answers it, in lines of text: verdict, a bar a run, errors, and what
 * was never seen. What others named is printed without anything that a terminal would obey.
 */
final class TerminalTimeline {
  private static final int LONGEST_NAME = 36;
  private static final int FIGURES = 22;
  private static final String RESET = "\u001b[0m";

  /** Eighths of a cell, so that short runs differ. */
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final JsonNode timeline;
  private final int width;
  private final boolean colours;
  private final List<String> lines = new ArrayList<>();
  private final long span;
  private final int nameWidth;

  TerminalTimeline(JsonNode timeline, int width, boolean colours) {
    this.timeline = timeline;
    this.width = width;
    this.colours = colours;
    long end = 1;
    int longest = 4;
    for (JsonNode run : timeline.path("runs")) {
      end = Math.max(end, endOf(run));
      longest = Math.max(longest, name(run).length());
    }
    this.span = Math.max(end, timeline.path("durationNanos").asLong(1));
    this.nameWidth = Math.min(longest, Math.min(LONGEST_NAME, width / 3));
  }

  private static long endOf(JsonNode run) {
    return run.path("startOffsetNanos").asLong() + run.path("durationNanos").asLong(0);
  }

  List<String> lines() {
    String status = timeline.path("status").asText();
    lines.add(
        paint(colourOf(status), status) + "  " + text("accountId") + " / " + text("executionId"));
    lines.add(text("verdict"));
    lines.add(dim(facts()));
    if (timeline.path("runs").size() > 0) {
      lines.add("");
      lines.add(dim(axis()));
      timeline.path("runs").forEach(this::run);
    }
    errors();
    expected();
    return lines;
  }

  private String facts() {
    String started = timeline.path("startedAt").asText().replaceFirst("T", " ");
    JsonNode duration = timeline.path("durationNanos");
    return "started "
        + started.substring(0, Math.min(23, started.length()))
        + " UTC, "
        + (duration.isNull() ? "not over" : "took " + ReadableTime.duration(duration.asLong()))
        + ", "
        + timeline.path("eventCount").asLong()
        + " events, at most "
        + timeline.path("laneCount").asLong()
        + " runs at once"
        + (timeline.path("truncated").asBoolean() ? ", truncated" : "");
  }

  private String axis() {
    String end = ReadableTime.duration(span);
    String left = " ".repeat(nameWidth + FIGURES + 3) + "0";
    int gap = Math.max(1, width - left.length() - end.length());
    return left + " ".repeat(gap) + end;
  }

  private void run(JsonNode run) {
    String status = run.path("status").asText();
    String name = cut(name(run), nameWidth);
    JsonNode duration = run.path("durationNanos");
    String took = duration.isNull() ? "…" : ReadableTime.duration(duration.asLong());
    String start = "+" + ReadableTime.duration(run.path("startOffsetNanos").asLong());
    String mark = run.path("critical").asBoolean() ? "*" : " ";
    String padded = name + " ".repeat(Math.max(0, nameWidth - name.length()));
    lines.add(
        paint(colourOf(status), symbol(status))
            + mark
            + padded
            + "%11s %10s ".formatted(start, took)
            + paint(colourOf(status), bar(run)));
  }

  private String bar(JsonNode run) {
    int cells = Math.max(8, width - nameWidth - FIGURES - 3);
    double perCell = (double) span / cells;
    double from = run.path("startOffsetNanos").asLong() / perCell;
    boolean open = run.path("durationNanos").isNull();
    double to = open ? cells : endOf(run) / perCell;
    int first = (int) Math.min(cells - 1, from);
    StringBuilder bar = new StringBuilder(" ".repeat(first));
    if (open) {
      return bar.append("╌".repeat(Math.max(1, cells - first - 1))).append('>').toString();
    }
    int whole = (int) Math.max(0, Math.floor(Math.min(cells, to)) - first);
    bar.append("█".repeat(whole));
    int eighth = (int) ((to - Math.floor(to)) * 8);
    if (first + whole < cells && (eighth > 0 || whole == 0)) {
      bar.append(EIGHTHS.charAt(Math.max(1, eighth)));
    }
    return bar.toString();
  }

  private static String symbol(String status) {
    return switch (status) {
      case "SUCCEEDED" -> "✓";
      case "FAILED" -> "✗";
      case "RUNNING" -> "▶";
      case "STALLED" -> "‖";
      default -> "?";
    };
  }

  private void errors() {
    for (JsonNode run : timeline.path("runs")) {
      JsonNode error = run.path("error");
      if (error.isObject()) {
        String recovered = run.path("recovered").asBoolean() ? " (retried with success)" : "";
        String code = error.path("code").asText("no code");
        String message = error.path("message").asText("");
        heading("Failures");
        lines.add(
            "  %s: %s%s%s"
                .formatted(
                    name(run),
                    plain(code),
                    message.isEmpty() || message.equals("null") ? "" : ", " + plain(message),
                    recovered));
      }
    }
  }

  private void heading(String heading) {
    if (!lines.contains(heading)) {
      lines.add("");
      lines.add(heading);
    }
  }

  private void expected() {
    String missing =
        StreamSupport.stream(timeline.path("expected").spliterator(), false)
            .map(
                step ->
                    plain(step.path("step").asText()) + " (" + step.path("state").asText() + ")")
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      lines.add("");
      lines.add("Never seen: " + missing);
    }
  }

  private static String name(JsonNode run) {
    int attempt = run.path("attempt").asInt(1);
    String indent = run.path("parent").isInt() ? "  " : "";
    return indent + plain(run.path("step").asText()) + (attempt > 1 ? " #" + attempt : "");
  }

  private String text(String field) {
    return plain(timeline.path(field).asText());
  }

  private static String cut(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
  }

  /** Without control characters and marks of direction: a terminal would obey them. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean obeyed =
                  Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
              plain.appendCodePoint(obeyed ? '\uFFFD' : c);
            });
    return plain.toString();
  }

  private static String colourOf(String status) {
    return switch (status) {
      case "SUCCEEDED" -> "32";
      case "FAILED" -> "31";
      case "RUNNING" -> "36";
      default -> "33";
    };
  }

  private String dim(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
