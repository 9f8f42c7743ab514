package io.oriontrail.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as people read them; two significant parts are enough for a sentence. */
public final class ReadableTime {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long TENTH = Nanos.PER_SECOND / 10;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private ReadableTime() {}

  /** To the second, such as {@code 2026-11-22 10:15:30 UTC}. */
  public static String moment(Instant instant) {
    return SECONDS.format(instant);
  }

  /** Such as {@code 900 ns}, {@code 12 ms}, {@code 0.85 s}, {@code 2.1 s}, {@code 12 min 40 s}. */
  public static String duration(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 999_500) {
      return rounded(nanos, 1_000) + " µs";
    }
    if (nanos < 99_500_000) {
      return rounded(nanos, 1_000_000) + " ms";
    }
    if (nanos < 995_000_000) {
      return decimal(rounded(nanos, Nanos.PER_SECOND / 100), 100) + " s";
    }
    long tenths = rounded(nanos, TENTH);
    if (tenths < 10 * MINUTE) {
      return decimal(tenths, 10) + " s";
    }
    long seconds = rounded(nanos, Nanos.PER_SECOND);
    if (seconds < HOUR) {
      return parts(seconds, MINUTE, "min", 1, "s");
    }
    // Each from the whole: rounded twice, 29.9 s would become a minute.
    long minutes = rounded(nanos, MINUTE * Nanos.PER_SECOND) * MINUTE;
    if (minutes < DAY) {
      return parts(minutes, HOUR, "h", MINUTE, "min");
    }
    return parts(rounded(nanos, HOUR * Nanos.PER_SECOND) * HOUR, DAY, "d", HOUR, "h");
  }

  private static long rounded(long amount, long unit) {
    return amount / unit + (amount % unit >= unit / 2 + unit % 2 ? 1 : 0);
  }

  private static String decimal(long amount, long perWhole) {
    long whole = amount / perWhole;
    long rest = amount % perWhole;
    if (rest == 0) {
      return Long.toString(whole);
    }
    if (rest % 10 == 0 && perWhole == 100) {
      return whole + "." + rest / 10;
    }
    return whole + "." + (perWhole == 100 && rest < 10 ? "0" : "") + rest;
  }

  private static String parts(long seconds, long unit, String name, long part, String partName) {
    long rest = seconds % unit / part;
    return seconds / unit + " " + name + (rest == 0 ? "" : " " + rest + " " + partName);
  }
}
