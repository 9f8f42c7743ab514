package io.oriontrail.benchmarks.emitter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rows of measurements as tables in Markdown: medians, and each line's ratio to the emitter's. */
final class EmitterTables {
  private record Cell(String section, String line, int threads, String figure) {}

  private final Map<Cell, List<Double>> values = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  EmitterTables(List<String> rows) {
    for (String row : rows) {
      String[] parts = row.split("\t", -1);
      if (parts.length == 5) {
        Cell cell = new Cell(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]);
        values.computeIfAbsent(cell, c -> new ArrayList<>()).add(Double.parseDouble(parts[4]));
      }
    }
  }

  String markdown() {
    emit();
    latency("paced", "Caller latency at 10,000 events/s, ns");
    latency("dead", "The same, downstream dead");
    latency("hanging", "The same, downstream hanging");
    latency("throttled", "The same, downstream throttling");
    rates("lossless", "Events/s without loss", 1e6, true);
    rates("flat-out", "Events/s delivered, producers flat out", 1e6, false);
    latency("flat-out", "Caller latency, one producer flat out, ns");
    latency("slow-20ms", "50,000 events/s into a downstream that takes 20 ms a call");
    return text.toString();
  }

  private void emit() {
    head("One call, JMH", "ns, 1 thread", "ratio", "ns, 4 threads", "ratio", "bytes a call");
    for (String line : lines("emit")) {
      row(
          line,
          number("emit", line, 1, "nanos"),
          ratio("emit", line, 1, "nanos"),
          number("emit", line, 4, "nanos"),
          ratio("emit", line, 4, "nanos"),
          number("emit", line, 1, "bytes"));
    }
  }

  private void latency(String section, String title) {
    head(title, "p50", "p99", "p99.9", "max", "p50 ratio", "lost %");
    for (String line : lines(section)) {
      row(
          line,
          number(section, line, 1, "p50"),
          number(section, line, 1, "p99"),
          number(section, line, 1, "p99.9"),
          number(section, line, 1, "max"),
          ratio(section, line, 1, "p50"),
          number(section, line, 1, "lost-percent"));
    }
  }

  private void rates(String section, String title, double unit, boolean lossless) {
    head(title + ", millions", "1 producer", "ratio", "2", "4", "CPU ns an event", "lost %");
    for (String line : lines(section)) {
      row(
          line,
          scaled(section, line, 1, unit),
          ratio(section, line, 1, "events-per-second"),
          scaled(section, line, 2, unit),
          scaled(section, line, 4, unit),
          lossless ? number(section, line, 1, "cpu-nanos-per-event") : "",
          lossless ? number(section, line, 1, "lost-percent") : "");
    }
  }

  private Set<String> lines(String section) {
    Set<String> lines = new LinkedHashSet<>();
    for (Cell cell : values.keySet()) {
      if (cell.section.equals(section)) {
        lines.add(cell.line);
      }
    }
    return lines;
  }

  private double median(String section, String line, int threads, String figure) {
    List<Double> all = values.get(new Cell(section, line, threads, figure));
    if (all == null) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(all);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private String number(String section, String line, int threads, String figure) {
    double value = median(section, line, threads, figure);
    if (Double.isNaN(value)) {
      return "";
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  private String scaled(String section, String line, int threads, double unit) {
    double value = median(section, line, threads, "events-per-second");
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value / unit);
  }

  private String ratio(String section, String line, int threads, String figure) {
    double ours = median(section, Lines.ORION, threads, figure);
    double theirs = median(section, line, threads, figure);
    double ratio = theirs / ours;
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private void head(String title, String... columns) {
    text.append("\n| ").append(title);
    row("", columns);
    text.append("| --- |").append(" ---: |".repeat(columns.length)).append('\n');
  }

  private void row(String line, String... cells) {
    if (!line.isEmpty()) {
      text.append("| ").append(line);
    }
    for (String cell : cells) {
      text.append(" | ").append(cell);
    }
    text.append(" |\n");
  }
}
