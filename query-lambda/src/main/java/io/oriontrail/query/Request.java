package io.oriontrail.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as the API sees it.
 *
 * @param path decoded; what the gateway decoded is not decoded again
 * @param rawQuery as it was sent, still encoded
 * @param headers names in lower case; repeated ones joined with commas
 */
record Request(
    String method, String path, String rawQuery, Map<String, String> headers, Caller caller) {
  Request {
    headers = Map.copyOf(headers);
  }

  @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /** HEAD is GET without the body. */
  boolean wantsBody() {
    return !method.equals("HEAD");
  }

  /**
   * The query's parameters, decoded.
   *
   * @throws ProblemException if one stands twice or its encoding is broken
   */
  Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals), "query");
      String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1), name);
      if (parameters.put(name, value) != null) {
        throw new ProblemException(
            ProblemType.INVALID_PARAMETER, "Parameter '" + name + "' stands twice; send it once.");
      }
    }
    return parameters;
  }
}
