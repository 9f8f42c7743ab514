package io.oriontrail.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The alarms of a template in a form without CloudFormation, for those who may not see this module:
 * the tests that run each alarm's fault judge by it. What names a resource becomes a word for it.
 */
final class AlarmContract {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Pattern DESCRIPTION =
      Pattern.compile("(.*) Runbook: (?:\\S*/)([a-z-]+)\\.md");
  private static final Pattern RULE = Pattern.compile("ALARM\\(\"<(\\w+)\\.Arn>\"\\)");

  /** What the ids of resources begin with, and the words for them. */
  private static final Map<String, String> RESOURCES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("IngestFunctionIngest", "ingest"),
              Map.entry("IngestFunctionFeed", "feed"),
              Map.entry("IngestFunctionQuarantine", "quarantine"),
              Map.entry("IngestFunctionFailures", "failures"),
              Map.entry("QueryFunctionQuery", "query"),
              Map.entry("QueryApi", "api"),
              Map.entry("EventStream", "stream"),
              Map.entry("EventTable", "events"),
              Map.entry("RollupTable", "rollups"),
              Map.entry("ArchiveFeed", "archive-feed"),
              Map.entry("Archive", "archive"),
              Map.entry("AuditArchive", "audit-archive"),
              Map.entry("MonitoringAlertFunctionLost", "lost")));

  private final SynthesizedStage stage;
  private final String prefix;

  private AlarmContract(SynthesizedStage stage, String name) {
    this.stage = stage;
    this.prefix = "orion-trail-" + name + "-";
  }

  /** All alarms of the stage, by name. */
  static String of(SynthesizedStage stage, String name) {
    AlarmContract contract = new AlarmContract(stage, name);
    Map<String, ObjectNode> alarms = new TreeMap<>();
    for (String type : new String[] {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}) {
      for (JsonNode alarm : stage.resources(type).values()) {
        ObjectNode described = contract.alarm(alarm.path("Properties"));
        alarms.put(described.path("name").asText(), described);
      }
    }
    ArrayNode all = JSON.createArrayNode();
    alarms.values().forEach(all::add);
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode alarm(JsonNode alarm) {
    ObjectNode described = JSON.createObjectNode();
    String name = name(alarm);
    described.put("name", name);
    Matcher description = DESCRIPTION.matcher(alarm.path("AlarmDescription").asText());
    if (!description.matches()) {
      throw new AssertionError("no runbook in " + alarm);
    }
    described.put("meaning", description.group(1));
    described.put("runbook", description.group(2));
    if (alarm.has("AlarmActions")) {
      String topic = SynthesizedStage.target(alarm.path("AlarmActions").path(0));
      described.put("severity", topic.startsWith("MonitoringTopicsPage") ? "page" : "ticket");
      described.put("group", AlarmGroups.of(name));
    }
    if (alarm.has("AlarmRule")) {
      composite(described, PolicyStatements.text(alarm.path("AlarmRule")));
    } else {
      metric(described, alarm);
    }
    return described;
  }

  private String name(JsonNode alarm) {
    return alarm.path("AlarmName").asText().substring(prefix.length());
  }

  private void composite(ObjectNode described, String rule) {
    described.put("rule", rule.contains(" AND ") ? "AND" : "OR");
    ArrayNode parts = described.putArray("parts");
    Matcher part = RULE.matcher(rule);
    while (part.find()) {
      parts.add(name(stage.resource(part.group(1)).path("Properties")));
    }
  }

  private static void metric(ObjectNode described, JsonNode alarm) {
    described.put("comparison", alarm.path("ComparisonOperator").asText());
    if (alarm.has("Threshold")) {
      described.put("threshold", alarm.path("Threshold").asDouble());
    }
    int periods = alarm.path("EvaluationPeriods").asInt();
    described.put("datapoints", alarm.path("DatapointsToAlarm").asInt(periods));
    described.put("periods", periods);
    described.put("missing", alarm.path("TreatMissingData").asText());
    described.put("period", alarm.findValue("Period").asInt());
    ArrayNode metrics = described.putArray("metrics");
    if (alarm.has("MetricName")) {
      stat(metrics.addObject().put("id", "m"), alarm, alarm);
    }
    // Expressions last: they are made of the others.
    for (JsonNode query : sortedById(alarm.path("Metrics"))) {
      if (query.has("MetricStat")) {
        stat(
            metrics.addObject().put("id", query.path("Id").asText()),
            query.at("/MetricStat/Metric"),
            query.path("MetricStat"));
      }
    }
    for (JsonNode query : alarm.path("Metrics")) {
      String expression = query.path("Expression").asText();
      if (expression.startsWith("ANOMALY_DETECTION_BAND")) {
        described.put("band", expression);
      } else if (!expression.isEmpty()) {
        metrics.addObject().put("id", query.path("Id").asText()).put("expression", expression);
      }
    }
  }

  /** Their order in the template differs from one synthesis to the next. */
  private static Iterable<JsonNode> sortedById(JsonNode metrics) {
    return metrics
        .valueStream()
        .sorted(Comparator.comparing(query -> query.path("Id").asText()))
        .toList();
  }

  private static void stat(ObjectNode described, JsonNode metric, JsonNode stat) {
    described.put("namespace", metric.path("Namespace").asText());
    described.put("name", metric.path("MetricName").asText());
    Map<String, String> words = new TreeMap<>();
    metric
        .path("Dimensions")
        .forEach(d -> words.put(d.path("Name").asText(), word(d.path("Value"))));
    ObjectNode dimensions = described.putObject("dimensions");
    words.forEach(dimensions::put);
    String extended = stat.path("ExtendedStatistic").asText();
    String simple = stat.path("Statistic").asText(extended);
    described.put("stat", stat.path("Stat").asText(simple));
    described.put("period", stat.path("Period").asInt());
  }

  private static String word(JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    String target = SynthesizedStage.target(value);
    return RESOURCES.entrySet().stream()
        .filter(resource -> target.startsWith(resource.getKey()))
        .max(Comparator.comparingInt(resource -> resource.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(target);
  }
}
