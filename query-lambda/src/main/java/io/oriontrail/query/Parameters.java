package io.oriontrail.query;

import io.oriontrail.event.Limits;
import io.oriontrail.event.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a question, read strictly: what cannot be understood is never guessed. */
final class Parameters {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 500;

  private static final int SHOWN = 64;
  private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,5})(m|h|d)");

  private final Map<String, String> values;

  Parameters(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  /** A value that has to be there, {@code usage}: what the path takes. */
  String required(String name, String usage) {
    String value = values.get(name);
    if (value == null) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Parameter '" + name + "' is missing; " + usage + ".");
    }
    return value;
  }

  /** A name as events carry it (step, error code); null where it is not there. */
  @Nullable String name(String name, int maxLength) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    boolean legal =
        !value.isEmpty()
            && value.codePointCount(0, value.length()) <= maxLength
            && value.chars().noneMatch(Character::isISOControl);
    if (!legal) {
      throw wrong(
          name, "must have 1 to " + maxLength + " characters, none of them a control", value);
    }
    return value;
  }

  int limit() {
    String value = values.get("limit");
    if (value == null) {
      return DEFAULT_LIMIT;
    }
    boolean isNumber =
        !value.isEmpty()
            && value.length() <= 9
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = isNumber ? Integer.parseInt(value) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw wrong("limit", "must be a number from 1 to " + MAX_LIMIT, value);
    }
    return limit;
  }

  /** One of the words; {@code otherwise} where the parameter is not there. */
  String choice(String name, List<String> words, @Nullable String otherwise) {
    String value = values.get(name);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value == null || !words.contains(value)) {
      throw wrong(name, "must be one of " + String.join(", ", words), value);
    }
    return value;
  }

  /** RFC 3339; {@code otherwise} where the parameter is not there. */
  Instant instant(String name, Instant otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    Instant instant = Rfc3339.parse(value);
    if (instant != null
        && !instant.isBefore(Limits.MIN_TIMESTAMP)
        && instant.isBefore(Limits.END_OF_TIMESTAMPS)) {
      return instant;
    }
    throw wrong(
        name,
        "must be a time as RFC 3339 writes it, such as 2026-11-22T10:15:30Z, in the years 2000 to"
            + " 2199 (a + in it is sent as %2B)",
        value);
  }

  /** A length of time such as {@code 30m}, {@code 24h} or {@code 7d}. */
  Duration window(Duration otherwise, Duration longest) {
    String value = values.get("window");
    if (value == null) {
      return otherwise;
    }
    Matcher parts = WINDOW.matcher(value);
    if (parts.matches()) {
      long amount = Long.parseLong(parts.group(1));
      Duration window =
          switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (window.compareTo(longest) <= 0) {
        return window;
      }
    }
    throw wrong(
        "window",
        "must be a length of time such as 30m, 24h or 7d, at most " + longest.toDays() + "d",
        value);
  }

  static ProblemException wrong(String name, String rule, @Nullable String value) {
    String is = value == null ? "it is missing" : "it is '" + Limits.cut(value, SHOWN) + "'";
    return new ProblemException(
        ProblemType.INVALID_PARAMETER, "Parameter '" + name + "' " + rule + "; " + is + ".");
  }
}
