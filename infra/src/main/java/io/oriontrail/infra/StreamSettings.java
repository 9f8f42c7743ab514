package io.oriontrail.infra;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event stream of a stage.
 *
 * @param name what emitters are given, so it is chosen and never generated
 * @param shards of a provisioned stream; null for an on-demand one
 * @param retention how long records wait for an ingest that has stopped
 */
record StreamSettings(String name, @Nullable Integer shards, Duration retention) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  private enum Mode {
    ON_DEMAND,
    PROVISIONED
  }

  static StreamSettings from(ConfigSection section, String stage) {
    String name = section.optionalText("name", NAME, "1 to 128 letters, digits, '_', '.' or '-'");
    // On-demand is the dearer one under steady load, but needs no sizing: right for a first stage.
    Mode mode = section.choice("mode", Mode.class, Mode.ON_DEMAND);
    Integer shards = null;
    if (mode == Mode.PROVISIONED) {
      shards = section.integer("shards", 1, 20_000);
    } else {
      section.mustBeAbsent("shards", "an on-demand stream sizes itself");
    }
    // 24 h are included in the price; the failure bucket holds what ingest gives up on.
    Duration retention =
        section.duration(
            "retention", Duration.ofHours(24), Duration.ofDays(365), Duration.ofHours(24));
    if (retention.toSecondsPart() != 0 || retention.toMinutesPart() != 0) {
      throw section.refused("retention", retention, "a duration of whole hours");
    }
    return new StreamSettings(name == null ? "orion-events-" + stage : name, shards, retention);
  }
}
