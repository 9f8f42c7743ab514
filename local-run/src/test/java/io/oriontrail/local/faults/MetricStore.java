package io.oriontrail.local.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What CloudWatch makes of metrics, as far as alarms need it: values by metric and time, and
 * statistics over spans of them. For one thread.
 */
final class MetricStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Which metric.
   *
   * @param dimensions by name
   */
  record Metric(String namespace, String name, Map<String, String> dimensions) {
    Metric {
      dimensions = Map.copyOf(dimensions);
    }
  }

  private final Map<Metric, NavigableMap<Instant, double[]>> values = new HashMap<>();

  /** A copy in which everything happened so much earlier. */
  MetricStore earlier(Duration by) {
    MetricStore copy = new MetricStore();
    values.forEach(
        (metric, all) -> {
          NavigableMap<Instant, double[]> moved = new TreeMap<>();
          all.forEach((at, value) -> moved.put(at.minus(by), value));
          copy.values.put(metric, moved);
        });
    return copy;
  }

  void put(Metric metric, Instant at, double value) {
    values
        .computeIfAbsent(metric, absent -> new TreeMap<>())
        .merge(
            at,
            new double[] {value},
            (known, one) ->
                DoubleStream.concat(Arrays.stream(known), Arrays.stream(one)).toArray());
  }

  /** Takes a line of the embedded metric format in, as CloudWatch Logs does; others are logs. */
  void putLine(String line) {
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("functions write lines of JSON, not: " + line, e);
    }
    Instant at = Instant.ofEpochMilli(tree.at("/_aws/Timestamp").asLong());
    for (JsonNode directive : tree.at("/_aws/CloudWatchMetrics")) {
      for (JsonNode names : directive.path("Dimensions")) {
        Map<String, String> dimensions = new HashMap<>();
        names.forEach(name -> dimensions.put(name.asText(), tree.path(name.asText()).asText()));
        for (JsonNode metric : directive.path("Metrics")) {
          String name = metric.path("Name").asText();
          if (tree.has(name)) {
            put(
                new Metric(directive.path("Namespace").asText(), name, dimensions),
                at,
                tree.path(name).asDouble());
          }
        }
      }
    }
  }

  /** The statistic of what was put in the span that ends then; null where there was nothing. */
  @Nullable Double statistic(Metric metric, String statistic, Instant end, Duration span) {
    NavigableMap<Instant, double[]> all = values.getOrDefault(metric, new TreeMap<>());
    double[] found =
        all.subMap(end.minus(span), true, end, false).values().stream()
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .toArray();
    return found.length == 0 ? null : statistic(statistic, found);
  }

  private static double statistic(String statistic, double[] sorted) {
    return switch (statistic) {
      case "Sum" -> Arrays.stream(sorted).sum();
      case "Maximum" -> sorted[sorted.length - 1];
      case "Average" -> Arrays.stream(sorted).average().orElseThrow();
      case "SampleCount" -> sorted.length;
      default -> ranked(statistic, sorted);
    };
  }

  /** {@code p99}, or {@code PR(:1000)}: the percentage of values up to 1000. */
  private static double ranked(String statistic, double[] sorted) {
    if (statistic.startsWith("PR(:")) {
      double upTo = Double.parseDouble(statistic.substring(4, statistic.length() - 1));
      return 100.0 * Arrays.stream(sorted).filter(value -> value <= upTo).count() / sorted.length;
    }
    double share = Double.parseDouble(statistic.substring(1)) / 100;
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
