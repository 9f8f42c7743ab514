package io.oriontrail.infra;

import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogDestination;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogSettings;
import software.amazon.awscdk.services.apigatewayv2.LogGroupLogDestination;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * One JSON line per request. It has the route and never the path: paths name accounts and
 * executions, and who looked at which belongs into the audit trail, not into logs.
 */
final class ApiAccessLog implements IAccessLogSettings {
  private static final String LINE =
      """
      {"requestId":"$context.requestId","time":"$context.requestTime",\
      "ip":"$context.identity.sourceIp","route":"$context.routeKey","status":"$context.status",\
      "bytes":"$context.responseLength","latencyMillis":"$context.responseLatency",\
      "functionMillis":"$context.integrationLatency","subject":"$context.authorizer.claims.sub",\
      "caller":"$context.identity.caller","error":"$context.error.message",\
      "authorizerError":"$context.authorizer.error",\
      "integrationError":"$context.integrationErrorMessage"}""";

  private final LogGroup group;

  ApiAccessLog(LogGroup group) {
    this.group = group;
  }

  @Override
  public IAccessLogDestination getDestination() {
    return new LogGroupLogDestination(group);
  }

  @Override
  public AccessLogFormat getFormat() {
    return AccessLogFormat.custom(LINE);
  }
}
