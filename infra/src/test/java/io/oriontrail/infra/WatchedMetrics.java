package io.oriontrail.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics that alarms, detectors and the dashboard of a template look at. */
final class WatchedMetrics {
  private WatchedMetrics() {}

  /**
   * A metric and who looks at it.
   *
   * @param dimensions by name; references as {@code <LogicalId>}
   */
  record Watched(String by, String namespace, String name, Map<String, String> dimensions) {
    EmittedMetrics.Metric kind() {
      return new EmittedMetrics.Metric(namespace, name, dimensions.keySet());
    }
  }

  static List<Watched> in(SynthesizedStage stage) {
    List<Watched> found = new ArrayList<>();
    for (String type : List.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::AnomalyDetector")) {
      stage
          .resources(type)
          .forEach(
              (id, alarm) ->
                  alarm
                      .path("Properties")
                      .findParents("MetricName")
                      .forEach(metric -> found.add(ofAlarm(id, metric))));
    }
    stage.resources("AWS::CloudWatch::Dashboard").forEach((id, d) -> found.addAll(shown(id, d)));
    return found;
  }

  private static Watched ofAlarm(String id, JsonNode metric) {
    Map<String, String> dimensions = new TreeMap<>();
    metric
        .path("Dimensions")
        .forEach(
            dimension ->
                dimensions.put(
                    dimension.path("Name").asText(),
                    PolicyStatements.text(dimension.path("Value"))));
    return new Watched(
        id, metric.path("Namespace").asText(), metric.path("MetricName").asText(), dimensions);
  }

  /** Namespace, name, then names and values of dimensions by turns, then options. */
  private static List<Watched> shown(String id, JsonNode dashboard) {
    List<Watched> found = new ArrayList<>();
    JsonNode body;
    try {
      body =
          new ObjectMapper()
              .readTree(PolicyStatements.text(dashboard.at("/Properties/DashboardBody")));
    } catch (JsonProcessingException e) {
      throw new AssertionError("the dashboard's body is no JSON", e);
    }
    for (JsonNode widget : body.path("widgets")) {
      for (JsonNode metric : widget.at("/properties/metrics")) {
        if (metric.path(0).isTextual()) {
          Map<String, String> dimensions = new TreeMap<>();
          for (int i = 2; metric.path(i).isTextual(); i += 2) {
            dimensions.put(metric.path(i).asText(), metric.path(i + 1).asText());
          }
          found.add(new Watched(id, metric.path(0).asText(), metric.path(1).asText(), dimensions));
        }
      }
    }
    return found;
  }
}
