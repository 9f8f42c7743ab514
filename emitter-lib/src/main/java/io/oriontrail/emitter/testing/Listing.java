package io.oriontrail.emitter.testing;

import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events as lines for people: what a failed assertion shows. */
final class Listing {
  private Listing() {}

  /** One indented line an event, each begun on a new line. */
  static String of(List<StepEvent> events) {
    Map<String, String> steps = new HashMap<>();
    for (StepEvent event : events) {
      if (event.runId() != null) {
        steps.put(event.runId(), event.step());
      }
    }
    StringBuilder text = new StringBuilder();
    for (StepEvent event : events) {
      Duration since = Duration.between(events.get(0).timestamp(), event.timestamp());
      text.append("\n  +").append(since.toMillis()).append(" ms ");
      append(text, event, steps);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, StepEvent event, Map<String, String> steps) {
    text.append(event.step()).append(' ').append(event.state());
    if (event.status() != null) {
      text.append(' ').append(event.status());
    }
    if (event.errorCode() != null) {
      text.append(" (").append(event.errorCode()).append(')');
    }
    if (event.attempt() != null) {
      text.append(" attempt ").append(event.attempt());
    }
    if (!event.dependsOn().isEmpty()) {
      text.append(" after ").append(event.dependsOn());
    }
    if (!event.attributes().isEmpty()) {
      text.append(' ').append(event.attributes());
    }
    if (event.parentRunId() != null) {
      String parent = steps.get(event.parentRunId());
      text.append(" within ").append(parent != null ? parent : "run " + event.parentRunId());
    }
    if (event.errorMessage() != null) {
      text.append(": ").append(event.errorMessage());
    }
  }
}
