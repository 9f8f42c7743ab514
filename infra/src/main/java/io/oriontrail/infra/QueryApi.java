package io.oriontrail.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.IHttpRouteAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.PayloadFormatVersion;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/**
 * The HTTP API before the query function. Health is open; everything else asks for a token of the
 * stage's OIDC issuer with the scope {@value #READ_SCOPE}, or, where the stage names no issuer, for
 * a request signed with AWS credentials. There is no way to configure it open.
 */
final class QueryApi extends Construct {
  static final String READ_SCOPE = "journeys/read";
  static final String HEALTH = "/v1/health";
  private static final String EVERYTHING_ELSE = "/v1/{proxy+}";

  private final HttpApi api;
  private final List<HttpRoute> routes = new ArrayList<>();

  QueryApi(Construct scope, String id, Foundation foundation, Alias query) {
    super(scope, id);
    QuerySettings settings = foundation.config().query();
    this.api =
        HttpApi.Builder.create(this, "Api")
            .apiName("orion-trail-" + foundation.config().stage())
            .description("Orion Trail " + foundation.config().stage() + ": timelines")
            .createDefaultStage(false)
            .build();
    addRoutes(settings.oidc(), query);
    HttpStage stage =
        HttpStage.Builder.create(this, "Stage")
            .httpApi(api)
            .stageName("$default")
            .autoDeploy(true)
            .throttle(
                ThrottleSettings.builder()
                    .rateLimit(settings.requestsPerSecond())
                    .burstLimit(settings.burst())
                    .build())
            .accessLogSettings(new ApiAccessLog(foundation.logGroup(this, "AccessLogs")))
            .build();
    throttle(stage, settings);
  }

  /** Limits of single routes, which the stage can only have once the routes are there. */
  private void throttle(HttpStage stage, QuerySettings settings) {
    CfnStage resource = (CfnStage) Objects.requireNonNull(stage.getNode().getDefaultChild());
    resource.setRouteSettings(RouteThrottles.of(settings));
    routes.forEach(resource.getNode()::addDependency);
  }

  /** The API's id, by which its metrics are found. */
  String id() {
    return api.getApiId();
  }

  /** The API's host name, for CloudFront to reach it. */
  String hostName() {
    Stack stack = Stack.of(this);
    return "%s.execute-api.%s.%s"
        .formatted(api.getApiId(), stack.getRegion(), stack.getUrlSuffix());
  }

  private void addRoutes(QuerySettings.@Nullable Oidc oidc, Alias query) {
    // One of each for all routes: an authorizer is a resource, and belongs to the API.
    IHttpRouteAuthorizer guard = oidc == null ? new HttpIamAuthorizer() : jwtAuthorizer(oidc);
    HttpLambdaIntegration integration =
        HttpLambdaIntegration.Builder.create("Query", query)
            .payloadFormatVersion(PayloadFormatVersion.VERSION_2_0)
            .build();
    for (String path : guardedPaths()) {
      AddRoutesOptions.Builder guarded = route(path, integration).authorizer(guard);
      if (oidc != null) {
        guarded.authorizationScopes(List.of(READ_SCOPE));
      }
      routes.addAll(api.addRoutes(guarded.build()));
    }
    List<HttpRoute> health = api.addRoutes(route(HEALTH, integration).build());
    routes.addAll(health);
    health.forEach(
        route ->
            Suppression.of(
                route,
                "AwsSolutions-APIG4",
                "Health says whether the service answers and holds nothing of any account; load"
                    + " balancers and monitors ask it without credentials."));
  }

  private static List<String> guardedPaths() {
    List<String> paths = new ArrayList<>(RouteThrottles.HEAVY_PATHS);
    paths.add(EVERYTHING_ELSE);
    return paths;
  }

  private static AddRoutesOptions.Builder route(String path, HttpLambdaIntegration integration) {
    return AddRoutesOptions.builder()
        .path(path)
        .methods(List.of(HttpMethod.GET))
        .integration(integration);
  }

  private static IHttpRouteAuthorizer jwtAuthorizer(QuerySettings.Oidc oidc) {
    return HttpJwtAuthorizer.Builder.create("Oidc", oidc.issuer())
        .jwtAudience(oidc.audiences())
        .build();
  }
}
