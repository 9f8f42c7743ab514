package io.oriontrail.infra;

import java.time.Duration;

/**
 * The event table of a stage.
 *
 * @param retention from an event's ingest to its expiry
 * @param pointInTimeRecovery priced by the stored gigabyte, so it is a choice
 */
record TableSettings(Duration retention, boolean pointInTimeRecovery, TableCapacity capacity) {

  static TableSettings from(ConfigSection section) {
    return new TableSettings(
        section.duration(
            "retention", Duration.ofDays(1), Duration.ofDays(3650), Duration.ofDays(14)),
        section.flag("pointInTimeRecovery", false),
        section.section("capacity", TableCapacity::from));
  }
}
