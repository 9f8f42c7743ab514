package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;

/**
 * How much of each route the API lets through. Routes that read a whole execution, many of them or
 * every heartbeat of a day for one request have limits of their own, so that a script that exports
 * cannot take the place of people who look; health is open to everybody, so it has one, too.
 */
final class RouteThrottles {
  /** Paths that read much for one request, as docs/contracts/openapi.yaml has them. */
  static final List<String> HEAVY_PATHS =
      List.of(
          "/v1/export",
          "/v1/accounts/{accountId}/executions/{executionId}/export",
          "/v1/compare",
          "/v1/accounts/{accountId}/executions/{executionId}/compare",
          "/v1/failures",
          "/v1/completeness");

  private static final int HEALTH_PER_SECOND = 5;
  private static final int HEALTH_BURST = 10;

  private RouteThrottles() {}

  /** What CloudFormation calls RouteSettings: limits by route key. */
  static Map<String, Map<String, Integer>> of(QuerySettings settings) {
    Map<String, Map<String, Integer>> limits = new TreeMap<>();
    for (String path : HEAVY_PATHS) {
      limits.put(key(path), limit(settings.heavyRequestsPerSecond(), settings.heavyBurst()));
    }
    limits.put(
        key(QueryApi.HEALTH),
        limit(
            Math.min(HEALTH_PER_SECOND, settings.requestsPerSecond()),
            Math.min(HEALTH_BURST, settings.burst())));
    return limits;
  }

  private static Map<String, Integer> limit(int perSecond, int burst) {
    return Map.of("ThrottlingRateLimit", perSecond, "ThrottlingBurstLimit", burst);
  }

  private static String key(String path) {
    return HttpMethod.GET + " " + path;
  }
}
