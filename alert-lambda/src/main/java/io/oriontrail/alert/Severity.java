package io.oriontrail.alert;

import java.util.Locale;

/** How soon somebody has to look; the topic that an alarm was published to says it. */
public enum Severity {
  /** Within a working day. */
  TICKET,
  /** Now: somebody is woken. */
  PAGE;

  /** As it stands in messages. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
