package io.oriontrail.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alarm has changed its state.
 *
 * @param name in full, as CloudWatch has it
 * @param meaning one sentence from the alarm's description; the name where there is none
 * @param runbook where to read what to do; null where the description names none
 * @param alarming whether it is in alarm now, else it is well
 * @param wasAlarming whether it was in alarm until now
 * @param at when it changed
 * @param reason CloudWatch's own words, empty where it says nothing
 * @param arn empty where CloudWatch names none
 * @param step the step that the alarm's metrics are about; null where they are about no single one
 * @param parts names in full of the alarms that made a composite alarm change
 * @param json the alarm as CloudWatch wrote it
 */
record AlarmChange(
    String name,
    String meaning,
    @Nullable String runbook,
    boolean alarming,
    boolean wasAlarming,
    Instant at,
    String reason,
    String arn,
    @Nullable String step,
    List<String> parts,
    String json) {
  AlarmChange {
    parts = List.copyOf(parts);
  }

  /** The same for every delivery of this change, and for no other. */
  String id() {
    return name + '@' + at + (alarming ? "!" : "");
  }
}
