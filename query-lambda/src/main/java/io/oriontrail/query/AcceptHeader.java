package io.oriontrail.query;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept} and {@code Accept-Encoding} (RFC 9110, section 12.5). */
final class AcceptHeader {
  private AcceptHeader() {}

  /** Whether a gzip-coded answer may be sent; not to a client that says nothing about codings. */
  static boolean acceptsGzip(@Nullable String acceptEncoding) {
    return acceptEncoding != null && quality(acceptEncoding, List.of("gzip", "*")) > 0;
  }

  /**
   * The offered media type that the client likes best, the first on ties; null where it likes none.
   */
  static @Nullable String best(@Nullable String accept, List<String> offered) {
    if (accept == null || accept.isBlank()) {
      return offered.getFirst();
    }
    String best = null;
    double highest = 0;
    for (String type : offered) {
      String range = type.substring(0, type.indexOf('/')) + "/*";
      double quality = quality(accept, List.of(type, range, "*/*"));
      if (quality > highest) {
        highest = quality;
        best = type;
      }
    }
    return best;
  }

  /** The weight of the first of the names that stands in the list; 0 where none does. */
  private static double quality(String list, List<String> mostSpecificFirst) {
    for (String name : mostSpecificFirst) {
      for (String entry : list.split(",", -1)) {
        String[] parts = entry.split(";", -1);
        if (parts[0].strip().toLowerCase(Locale.ROOT).equals(name)) {
          return weight(parts);
        }
      }
    }
    return 0;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0; // what is no weight is no wish
        }
      }
    }
    return 1;
  }
}
