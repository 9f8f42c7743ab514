package io.oriontrail.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CloudWatch publishes when an alarm changes (CloudWatch user guide, "Notify users on
 * alarm changes"). Of metric alarms {@code Trigger} holds the metrics, of composite ones {@code
 * TriggeringChildren} the parts. Lenient: whatever is missing is left out of the message, for an
 * alarm that is told without it is better than one that is not told.
 */
final class AlarmJson {
  /** The dimension by which metrics name a step. */
  static final String STEP = "Step";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNBOOK = " Runbook: ";
  private static final String IN_ARN = ":alarm:";
  private static final String ALARM = "ALARM";

  /** CloudWatch writes {@code +0000}, without a colon. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter();

  private AlarmJson() {}

  /**
   * The change that the text tells of; null where it tells of none.
   *
   * @param received when it came, which counts where the text has no time
   */
  static @Nullable AlarmChange read(String text, Instant received) {
    JsonNode alarm;
    try {
      alarm = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
    String name = alarm.path("AlarmName").asText();
    String state = alarm.path("NewStateValue").asText();
    if (name.isEmpty() || state.isEmpty()) {
      return null;
    }
    String description = alarm.path("AlarmDescription").asText("").strip();
    int runbook = description.lastIndexOf(RUNBOOK);
    String meaning = runbook < 0 ? description : description.substring(0, runbook);
    return new AlarmChange(
        name,
        meaning.isEmpty() || meaning.equals("null") ? "Alarm " + name + "." : meaning,
        runbook < 0 ? null : description.substring(runbook + RUNBOOK.length()),
        state.equals(ALARM),
        alarm.path("OldStateValue").asText().equals(ALARM),
        time(alarm.path("StateChangeTime").asText(), received),
        alarm.path("NewStateReason").asText(""),
        alarm.path("AlarmArn").asText(""),
        step(alarm.path("Trigger")),
        parts(alarm.path("TriggeringChildren")),
        text);
  }

  private static Instant time(String text, Instant otherwise) {
    try {
      return TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  /** The step that all dimensions agree on. */
  private static @Nullable String step(JsonNode trigger) {
    List<String> steps =
        trigger.findParents("name").stream()
            .filter(dimension -> dimension.path("name").asText().equals(STEP))
            .map(dimension -> dimension.path("value").asText())
            .distinct()
            .toList();
    return steps.size() == 1 ? steps.getFirst() : null;
  }

  private static List<String> parts(JsonNode children) {
    List<String> names = new ArrayList<>();
    for (JsonNode child : children) {
      String arn = child.path("Arn").asText();
      int name = arn.indexOf(IN_ARN);
      if (name >= 0) {
        names.add(arn.substring(name + IN_ARN.length()));
      }
    }
    return names;
  }
}
