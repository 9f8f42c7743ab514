package io.oriontrail.local.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** How the cost of an event changes as one thing about the load grows and all else stays. */
public final class GrowthReport {
  /** What an event may cost at sixteen times of anything, in relation to once. */
  public static final double LIMIT = 1.2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Point> points;
  private final String command;

  /**
   * One load.
   *
   * @param dimension what grows
   * @param value how much of it there is here
   * @param factor the same in relation to the least of its dimension
   */
  public record Point(String dimension, int value, double factor, LoadResult result) {}

  /** {@code points}: of each dimension from the least to the most. */
  public GrowthReport(List<Point> points, String command) {
    this.points = List.copyOf(points);
    this.command = command;
  }

  /** Cost of the point in relation to the least of its dimension. */
  double relative(Point point) {
    Point least =
        points.stream()
            .filter(each -> each.dimension().equals(point.dimension()))
            .findFirst()
            .orElse(point);
    return point.result().microsOfTheLine() / least.result().microsOfTheLine();
  }

  /** Whether no dimension makes an event dearer than it may. */
  public boolean isWithinLimit() {
    return points.stream().allMatch(point -> relative(point) <= LIMIT);
  }

  /** A line for each point, of equal columns. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Point point : points) {
      lines.add(
          "%-24s %,7d  %4.0f times  %7s µs an event, %4.2f times  p99 %,6d ms  missing %d"
              .formatted(
                  point.dimension(),
                  point.value(),
                  point.factor(),
                  LoadReport.number(point.result().microsOfTheLine()),
                  relative(point),
                  point.result().freshness().p99(),
                  point.result().check().missing()));
    }
    return lines;
  }

  /** A page of its own. */
  public String html() {
    List<List<String>> rows = new ArrayList<>();
    List<Html.Mood> moods = new ArrayList<>();
    for (Point point : points) {
      rows.add(
          List.of(
              point.dimension(),
              LoadReport.number(point.value()),
              "%.0f×".formatted(point.factor()),
              cost(point, LinePart.EMITTER),
              cost(point, LinePart.STREAM),
              cost(point, LinePart.MAPPING),
              cost(point, LinePart.INGEST),
              cost(point, LinePart.STORE),
              LoadReport.number(point.result().microsOfTheLine()),
              LoadReport.number(point.result().check().missing()),
              "%.2f".formatted(relative(point))));
      moods.add(Html.Mood.of(relative(point) <= LIMIT));
    }
    return new Html("Growth: what an event costs as the load grows")
        .lead(
            "Processor microseconds for an event, part by part, without what makes the load and the compiler. In each row one thing is more than in the first of its kind, and all else the same; the last column is the cost in relation to that first one, at most %.1f."
                .formatted(LIMIT))
        .code(command)
        .table(
            List.of(
                "what grows",
                "value",
                "factor",
                "emitters",
                "endpoint",
                "mapping",
                "ingest",
                "DynamoDB Local",
                "whole line",
                "missing",
                "relative"),
            rows,
            moods)
        .page();
  }

  private static String cost(Point point, LinePart part) {
    return LoadReport.number(point.result().microsPerEvent().getOrDefault(part, 0.0));
  }

  /** The same for machines. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("command", command).put("limit", LIMIT).put("withinLimit", isWithinLimit());
    ArrayNode all = root.putArray("points");
    for (Point point : points) {
      ObjectNode one = all.addObject();
      one.put("dimension", point.dimension())
          .put("value", point.value())
          .put("factor", point.factor())
          .put("relative", relative(point));
      one.set("result", new LoadReport(point.result(), command).figures());
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JacksonException e) {
      throw new IllegalStateException("a report is plain numbers and text", e);
    }
  }
}
