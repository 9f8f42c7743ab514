package io.oriontrail.infra;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.logs.RetentionDays;

/** The periods for which CloudWatch Logs can keep a group's lines, by their days. */
final class LogRetention {
  private static final Map<Integer, RetentionDays> BY_DAYS =
      new TreeMap<>(
          Map.of(
              1, RetentionDays.ONE_DAY,
              3, RetentionDays.THREE_DAYS,
              7, RetentionDays.ONE_WEEK,
              14, RetentionDays.TWO_WEEKS,
              30, RetentionDays.ONE_MONTH,
              60, RetentionDays.TWO_MONTHS,
              90, RetentionDays.THREE_MONTHS,
              180, RetentionDays.SIX_MONTHS,
              365, RetentionDays.ONE_YEAR,
              731, RetentionDays.TWO_YEARS));

  private LogRetention() {}

  static Collection<Integer> days() {
    return BY_DAYS.keySet();
  }

  static RetentionDays of(int days) {
    RetentionDays retention = BY_DAYS.get(days);
    if (retention == null) {
      throw new IllegalArgumentException("CloudWatch Logs cannot keep lines for " + days + " days");
    }
    return retention;
  }
}
