package io.oriontrail.infra;

import io.oriontrail.alert.AlertConfig;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How alarms become messages.
 *
 * @param groupFor for how long an alarm keeps others of its group quiet
 * @param executions how many failing ones a message names; 0 for none
 * @param dashboard where its links lead; null for CloudFront's own address of the stage
 */
record AlertSettings(Duration groupFor, int executions, @Nullable String dashboard) {
  private static final Pattern ADDRESS = Pattern.compile("https://\\S+/");

  static AlertSettings from(ConfigSection section) {
    return new AlertSettings(
        section.duration(
            "groupFor", Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(4)),
        section.integer("executions", 0, AlertConfig.MOST_EXECUTIONS, 3),
        section.optionalText("dashboard", ADDRESS, "an https address with a / at its end"));
  }
}
