package io.oriontrail.local.archive;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Days (in UTC) on which the stream took records, both ends included; null is without an end.
 *
 * @param from the first
 * @param to the last
 */
public record Days(@Nullable LocalDate from, @Nullable LocalDate to) {
  public static final Days ALL = new Days(null, null);

  public boolean has(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
  }
}
