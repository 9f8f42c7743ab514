package io.oriontrail.query;

import org.jspecify.annotations.Nullable;

/**
 * What a path asks for.
 *
 * @param name one of the few names below
 * @param accountId null where the path holds none
 * @param executionId null where the path holds none
 */
record Route(String name, @Nullable String accountId, @Nullable String executionId) {
  static final String TIMELINE = "timeline";
  static final String EVENTS = "events";
  static final String HEALTH = "health";
  static final String UNKNOWN = "unknown";

  private static final Route NOWHERE = new Route(UNKNOWN, null, null);

  /**
   * Splits the path at its slashes. It comes decoded from the gateway, so an id that holds a slash
   * cannot be told from two segments: such ids have to go into the query.
   */
  static Route of(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 3 || !parts[0].isEmpty() || !parts[1].equals("v1")) {
      return NOWHERE;
    }
    if (parts.length == 3) {
      return switch (parts[2]) {
        case "health" -> new Route(HEALTH, null, null);
        case "timeline" -> new Route(TIMELINE, null, null);
        case "events" -> new Route(EVENTS, null, null);
        default -> NOWHERE;
      };
    }
    boolean ofExecution =
        parts.length >= 6 && parts[2].equals("accounts") && parts[4].equals("executions");
    if (ofExecution && parts.length == 6) {
      return new Route(TIMELINE, parts[3], parts[5]);
    }
    if (ofExecution && parts.length == 7 && parts[6].equals("events")) {
      return new Route(EVENTS, parts[3], parts[5]);
    }
    return NOWHERE;
  }
}
