package io.oriontrail.infra;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
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
  private static final String HEALTH = "/v1/health";
  private static final String EVERYTHING_ELSE = "/v1/{proxy+}";

  private final HttpApi api;

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
  }

  /** The API's host name, for CloudFront to reach it. */
  String hostName() {
    Stack stack = Stack.of(this);
    return "%s.execute-api.%s.%s"
        .formatted(api.getApiId(), stack.getRegion(), stack.getUrlSuffix());
  }

  private void addRoutes(QuerySettings.@Nullable Oidc oidc, Alias query) {
    HttpLambdaIntegration integration =
        HttpLambdaIntegration.Builder.create("Query", query)
            .payloadFormatVersion(PayloadFormatVersion.VERSION_2_0)
            .build();
    AddRoutesOptions.Builder guarded =
        AddRoutesOptions.builder()
            .path(EVERYTHING_ELSE)
            .methods(List.of(HttpMethod.GET))
            .integration(integration);
    if (oidc == null) {
      guarded.authorizer(new HttpIamAuthorizer());
    } else {
      guarded.authorizer(jwtAuthorizer(oidc)).authorizationScopes(List.of(READ_SCOPE));
    }
    api.addRoutes(guarded.build());
    api.addRoutes(
            AddRoutesOptions.builder()
                .path(HEALTH)
                .methods(List.of(HttpMethod.GET))
                .integration(integration)
                .build())
        .forEach(
            route ->
                Suppression.of(
                    route,
                    "AwsSolutions-APIG4",
                    "Health says whether the service answers and holds nothing of any account; load"
                        + " balancers and monitors ask it without credentials."));
  }

  private static IHttpRouteAuthorizer jwtAuthorizer(QuerySettings.Oidc oidc) {
    return HttpJwtAuthorizer.Builder.create("Oidc", oidc.issuer())
        .jwtAudience(oidc.audiences())
        .build();
  }
}
