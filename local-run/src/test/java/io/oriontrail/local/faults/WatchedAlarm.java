package io.oriontrail.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alarm of the deployed book, as docs/contracts/alarms.json has it from the template, judged as
 * CloudWatch judges: so many datapoints beyond the threshold among so many periods.
 */
record WatchedAlarm(JsonNode json) {
  /** What the dimension values of the book stand for in the harness. */
  static final Map<String, String> NAMES = Map.of("ingest", "orion-ingest", "query", "orion-query");

  private static final Path BOOK =
      Path.of(System.getProperty("orion.root")).resolve("docs/contracts/alarms.json");

  /** Read by the first who asks. */
  private static final class Book {
    static final Map<String, WatchedAlarm> ALARMS = read();
  }

  /** All alarms of the book, by name. */
  static Map<String, WatchedAlarm> book() {
    return Book.ALARMS;
  }

  private static Map<String, WatchedAlarm> read() {
    try {
      Map<String, WatchedAlarm> book = new LinkedHashMap<>();
      new ObjectMapper()
          .readTree(BOOK.toFile())
          .forEach(alarm -> book.put(alarm.path("name").asText(), new WatchedAlarm(alarm)));
      return book;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return json.path("name").asText();
  }

  String text(String field) {
    return json.path(field).asText();
  }

  boolean isComposite() {
    return json.has("parts");
  }

  List<String> parts() {
    return json.path("parts").valueStream().map(JsonNode::asText).toList();
  }

  /** Whether somebody is told of it by itself. */
  boolean tells() {
    return json.has("severity");
  }

  double threshold() {
    return json.path("threshold").asDouble();
  }

  Duration period() {
    return Duration.ofSeconds(json.path("period").asLong());
  }

  /** Whether it is in alarm at the moment; {@code band}: what is usual, for an alarm on a band. */
  boolean alarms(MetricStore metrics, Instant now, Map<String, Double> band) {
    if (isComposite()) {
      Map<String, WatchedAlarm> book = book();
      var parts = parts().stream().map(book::get);
      return text("rule").equals("AND")
          ? parts.allMatch(part -> part.alarms(metrics, now, band))
          : parts.anyMatch(part -> part.alarms(metrics, now, band));
    }
    return reached(metrics, now, band) != null;
  }

  /**
   * The figure that raises it: of the datapoints beyond the threshold the last that it takes; null
   * where it is not raised.
   */
  @Nullable Double reached(MetricStore metrics, Instant now, Map<String, Double> band) {
    boolean below = text("comparison").equals("LessThanThreshold");
    boolean breachingIfMissing = text("missing").equals("breaching");
    double limit = band.getOrDefault(name(), threshold());
    List<Double> beyond = new ArrayList<>();
    for (int i = 0; i < json.path("periods").asInt(); i++) {
      Double value = value(metrics, now.minus(period().multipliedBy(i)));
      if (value == null ? breachingIfMissing : below ? value < limit : value > limit) {
        beyond.add(value == null ? 0 : value);
      }
    }
    beyond.sort(null);
    int needed = json.path("datapoints").asInt();
    return beyond.size() < needed ? null : beyond.get(beyond.size() - needed);
  }

  /** The value over the period that ends then. */
  @Nullable Double value(MetricStore metrics, Instant end) {
    Map<String, @Nullable Double> values = new HashMap<>();
    JsonNode last = json;
    for (JsonNode query : json.path("metrics")) {
      last = query;
      String id = query.path("id").asText();
      if (query.has("expression")) {
        values.put(id, MetricMath.evaluate(query.path("expression").asText(), values));
      } else {
        Map<String, String> dimensions = new HashMap<>();
        query
            .path("dimensions")
            .properties()
            .forEach(
                d ->
                    dimensions.put(
                        d.getKey(),
                        NAMES.getOrDefault(d.getValue().asText(), d.getValue().asText())));
        values.put(
            id,
            metrics.statistic(
                new MetricStore.Metric(
                    query.path("namespace").asText(), query.path("name").asText(), dimensions),
                query.path("stat").asText(),
                end,
                Duration.ofSeconds(query.path("period").asLong())));
      }
    }
    return values.get(last.path("id").asText());
  }
}
