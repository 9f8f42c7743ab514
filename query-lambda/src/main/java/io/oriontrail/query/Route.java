package io.oriontrail.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a path asks for.
 *
 * @param name one of the few names below
 * @param accountId null where the path holds none
 * @param executionId null where the path holds none
 * @param step null where the path holds none
 */
record Route(
    String name, @Nullable String accountId, @Nullable String executionId, @Nullable String step) {
  static final String TIMELINE = "timeline";
  static final String EVENTS = "events";
  static final String EXPORT = "export";
  static final String COMPARE = "compare";
  static final String EXECUTIONS = "executions";
  static final String FAILURES = "failures";
  static final String BLAST_RADIUS = "blast-radius";
  static final String STEPS = "steps";
  static final String STEP = "step";
  static final String MAP = "map";
  static final String COMPLETENESS = "completeness";
  static final String HEALTH = "health";
  static final String UNKNOWN = "unknown";

  /** The last segment of the paths that name nothing, {@code /v1/…}. */
  private static final Map<String, Route> TOP =
      Map.ofEntries(
          named(TIMELINE),
          named(EVENTS),
          named(EXPORT),
          named(COMPARE),
          named(EXECUTIONS),
          named(FAILURES),
          named(BLAST_RADIUS),
          named(STEPS),
          named(STEP),
          named(MAP),
          named(COMPLETENESS),
          named(HEALTH));

  private static final Route NOWHERE = new Route(UNKNOWN, null, null, null);

  private static Map.Entry<String, Route> named(String name) {
    return Map.entry(name, new Route(name, null, null, null));
  }

  /**
   * Splits the path at its slashes. It comes decoded from the gateway, so a name that holds a slash
   * cannot be told from two segments: such names have to go into the query.
   */
  static Route of(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 3 || !parts[0].isEmpty() || !parts[1].equals("v1")) {
      return NOWHERE;
    }
    if (parts.length == 3) {
      return TOP.getOrDefault(parts[2], NOWHERE);
    }
    if (parts.length == 4 && parts[2].equals(STEPS)) {
      return new Route(STEP, null, null, parts[3]);
    }
    boolean ofAccount = parts.length >= 5 && parts[2].equals("accounts");
    if (!ofAccount || !parts[4].equals(EXECUTIONS)) {
      return NOWHERE;
    }
    return switch (parts.length) {
      case 5 -> new Route(EXECUTIONS, parts[3], null, null);
      case 6 -> new Route(TIMELINE, parts[3], parts[5], null);
      case 7 ->
          switch (parts[6]) {
            case EVENTS, EXPORT, COMPARE -> new Route(parts[6], parts[3], parts[5], null);
            default -> NOWHERE;
          };
      default -> NOWHERE;
    };
  }
}
