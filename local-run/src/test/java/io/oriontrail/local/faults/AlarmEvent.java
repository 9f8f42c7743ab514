package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.alert.AlertDoor;
import java.time.Instant;

/** What SNS calls the alert function with when an alarm of the book changes. */
final class AlarmEvent {
  private static final String RUNBOOKS =
      "https://git.example.com/orion-trail/blob/main/docs/runbooks/";

  private AlarmEvent() {}

  /**
   * The event, after CloudWatch's documentation.
   *
   * @param alarming whether it goes into alarm, or is well again
   */
  static byte[] of(WatchedAlarm alarm, boolean alarming, Instant at) {
    ObjectNode event = JsonFiles.JSON.createObjectNode();
    ObjectNode sns = event.putArray("Records").addObject().putObject("Sns");
    sns.put("MessageId", alarm.name() + at);
    sns.put(
        "TopicArn",
        alarm.text("severity").equals("page") ? AlertDoor.PAGE_ALARMS : AlertDoor.TICKET_ALARMS);
    sns.put("Message", message(alarm, alarming, at).toString());
    return event.toString().getBytes(UTF_8);
  }

  private static ObjectNode message(WatchedAlarm alarm, boolean alarming, Instant at) {
    ObjectNode message = JsonFiles.JSON.createObjectNode();
    message.put("AlarmName", fullName(alarm.name()));
    message.put(
        "AlarmDescription",
        alarm.text("meaning") + " Runbook: " + RUNBOOKS + alarm.text("runbook") + ".md");
    message.put("AWSAccountId", "111122223333");
    message.put("NewStateValue", alarming ? "ALARM" : "OK");
    message.put("OldStateValue", alarming ? "OK" : "ALARM");
    message.put("NewStateReason", "Threshold Crossed: as the run of its fault shows.");
    message.put("StateChangeTime", at.toString().replace("Z", "+0000"));
    message.put("Region", "EU (Ireland)");
    message.put("AlarmArn", arn(alarm.name()));
    if (alarm.isComposite()) {
      ArrayNode children = message.putArray("TriggeringChildren");
      alarm.parts().forEach(part -> children.addObject().put("Arn", arn(part)));
    } else {
      ArrayNode metrics = message.putObject("Trigger").putArray("Metrics");
      alarm.json().path("metrics").forEach(metric -> metric(metrics.addObject(), metric));
    }
    return message;
  }

  private static void metric(ObjectNode query, JsonNode metric) {
    query.put("Id", metric.path("id").asText());
    if (metric.has("expression")) {
      query.put("Expression", metric.path("expression").asText());
      return;
    }
    ObjectNode of = query.putObject("MetricStat").putObject("Metric");
    of.put("Namespace", metric.path("namespace").asText());
    of.put("MetricName", metric.path("name").asText());
    ArrayNode dimensions = of.putArray("Dimensions");
    metric
        .path("dimensions")
        .properties()
        .forEach(
            d ->
                dimensions.addObject().put("name", d.getKey()).put("value", d.getValue().asText()));
  }

  private static String fullName(String name) {
    return "orion-trail-production-" + name;
  }

  private static String arn(String name) {
    return "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:" + fullName(name);
  }
}
