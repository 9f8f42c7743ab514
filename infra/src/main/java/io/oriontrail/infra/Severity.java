package io.oriontrail.infra;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How soon somebody has to look. */
enum Severity {
  /** Now: somebody is woken. */
  PAGE,
  /** Within a working day. */
  TICKET;

  /** As stages write it; null where the text is neither. */
  static @Nullable Severity named(String text) {
    return Arrays.stream(values())
        .filter(severity -> severity.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElse(null);
  }
}
