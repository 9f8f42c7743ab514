package io.oriontrail.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/**
 * A message for programs, such as pagers: the alarm as CloudWatch wrote it, so that what can read
 * CloudWatch's alarms opens and closes its incidents as ever, and under {@code OrionTrail} all that
 * the text says as fields.
 */
final class PagerJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DashboardLinks links;
  private final MessageText text;

  PagerJson(DashboardLinks links, MessageText text) {
    this.links = links;
    this.text = text;
  }

  String of(Message message) {
    try {
      ObjectNode alarm = (ObjectNode) JSON.readTree(message.change().json());
      ObjectNode ours = alarm.putObject("OrionTrail");
      ours.put("stage", message.stage());
      ours.put("state", message.over() ? "over" : "open");
      ours.put("severity", message.severity().word());
      // One incident a trouble: all its messages have the same.
      ours.put("group", message.stage() + "/" + message.group() + "/" + message.since());
      ours.put("since", message.since().toString());
      ours.put("summary", MessageText.sentence(message));
      ours.put("text", text.body(message));
      message.parts().forEach(ours.putArray("parts")::add);
      message.with().forEach(ours.putArray("with")::add);
      if (message.change().runbook() != null) {
        ours.put("runbook", message.change().runbook());
      }
      Failures failures = message.failures();
      if (failures != null) {
        failures(ours, message, failures);
      }
      return JSON.writeValueAsString(alarm);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("it was read before", e);
    }
  }

  private void failures(ObjectNode ours, Message message, Failures failures) {
    String step = message.change().step();
    if (step != null) {
      ours.put("step", step);
    }
    ours.put("failures", links.failures(step, null));
    ArrayNode codes = ours.putArray("codes");
    for (Failures.Code code : failures.codes()) {
      codes
          .addObject()
          .put("step", code.step())
          .put("errorCode", code.errorCode())
          .put("failures", code.failures())
          .put("executions", code.executions())
          .put("accounts", code.accounts())
          .put("link", links.blastRadius(code.step(), code.errorCode()));
    }
    ArrayNode executions = ours.putArray("executions");
    for (Failures.Execution execution : failures.executions()) {
      executions
          .addObject()
          .put("accountId", execution.key().accountId())
          .put("executionId", execution.key().executionId())
          .put("failedRuns", execution.failedRuns())
          .put("step", execution.step())
          .put("errorCode", execution.errorCode())
          .put("link", links.execution(execution.key()));
    }
    failures.missing().forEach(ours.putArray("missing")::add);
  }
}
