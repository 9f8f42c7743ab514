package io.oriontrail.infra;

import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** From the tables to the API's answers. It may query the tables, add to the audit, and no more. */
final class QueryFunction extends Construct {
  private final JavaFunction function;

  /** What it reads, and where it records who looked. */
  record Tables(EventTable events, RollupTable rollups, AuditTable audit) {}

  /**
   * The function.
   *
   * @param origin what CloudFront shows; empty where requests come to the API's own address
   */
  QueryFunction(
      Construct scope,
      String id,
      Foundation foundation,
      Path jar,
      Tables tables,
      Optional<OriginSecrets> origin) {
    super(scope, id);
    QuerySettings settings = foundation.config().query();
    this.function =
        new JavaFunction(
            this,
            "Query",
            foundation,
            new JavaFunction.Spec(
                "Orion Trail: timelines of executions",
                QueryHandler.class,
                jar,
                settings.memoryMib(),
                settings.timeout(),
                environment(foundation.config(), tables, origin),
                null));
    tables.events().grantReading(function.role());
    tables.rollups().grantReading(function.role());
    tables.audit().grantAdding(function.role());
  }

  private Map<String, String> environment(
      StageConfig config, Tables tables, Optional<OriginSecrets> origin) {
    Map<String, String> environment = new HashMap<>();
    environment.put(QueryConfig.EVENT_TABLE, tables.events().name());
    environment.put(QueryConfig.ROLLUP_TABLE, tables.rollups().name());
    environment.put(QueryConfig.RETENTION, config.table().retention().toString());
    environment.put(QueryConfig.CURSOR_KEY, cursorKey());
    environment.put(QueryConfig.AUDIT, "dynamodb");
    environment.put(QueryConfig.AUDIT_TABLE, tables.audit().name());
    environment.put(QueryConfig.ACCESS, config.query().oidc() == null ? "iam" : "oidc");
    origin.ifPresent(secrets -> environment.put(QueryConfig.ORIGIN_SECRETS, secrets.good()));
    if (!config.query().payloadPrincipals().isEmpty()) {
      environment.put(
          QueryConfig.PAYLOAD_PRINCIPALS, String.join(",", config.query().payloadPrincipals()));
    }
    return environment;
  }

  /**
   * What cursors are signed with, made by Secrets Manager at the first deployment. The template
   * holds a reference to it that CloudFormation resolves, never the key.
   */
  private String cursorKey() {
    Secret key =
        Secret.Builder.create(this, "CursorKey")
            .description("Orion Trail: signs the cursors of paged answers")
            .generateSecretString(
                SecretStringGenerator.builder()
                    .passwordLength(2 * QueryConfig.MIN_CURSOR_KEY_BYTES)
                    .excludePunctuation(true)
                    .build())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Suppression.of(
        key,
        "AwsSolutions-SMG4",
        "A cursor only says where a page of answers to a signed-in caller goes on; whoever had the"
            + " key could ask for no more than the caller may. Replacing it breaks open cursors, so"
            + " it is done by hand.");
    return key.getSecretValue().unsafeUnwrap();
  }

  String name() {
    return function.name();
  }

  Alias alias() {
    return function.alias();
  }
}
