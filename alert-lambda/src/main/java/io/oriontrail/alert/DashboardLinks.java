package io.oriontrail.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the dashboard's pages, as docs/contracts/dashboard-links.json has them: the
 * dashboard's tests read the same file.
 */
final class DashboardLinks {
  private static final String UNRESERVED = "-_.!~*'()";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String base;

  /**
   * Links into a dashboard.
   *
   * @param base its address, with a slash at its end
   */
  DashboardLinks(String base) {
    this.base = base;
  }

  /** One execution. */
  String execution(ExecutionKey key) {
    return base + "?account=" + encode(key.accountId()) + "&execution=" + encode(key.executionId());
  }

  /** The latest failures, of all steps and codes where none is named. */
  String failures(@Nullable String step, @Nullable String errorCode) {
    return base + "?page=failures" + field("step", step) + field("code", errorCode);
  }

  /** How many are concerned by a step's failures with a code; empty for those without one. */
  String blastRadius(String step, String errorCode) {
    return base + "?page=blast" + field("step", step) + field("code", errorCode);
  }

  /** How all steps do. */
  String steps() {
    return base + "?page=steps";
  }

  private static String field(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : "&" + name + "=" + encode(value);
  }

  /** As ECMAScript's {@code encodeURIComponent}; half a surrogate pair cannot be in an event. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        HEX.toHexDigits(encoded.append('%'), b);
      }
    }
    return encoded.toString();
  }
}
