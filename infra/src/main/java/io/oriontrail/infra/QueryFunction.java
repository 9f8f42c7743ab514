package io.oriontrail.infra;

import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** From the table to the API's answers. It may query the table and nothing else. */
final class QueryFunction extends Construct {
  private final JavaFunction function;

  QueryFunction(Construct scope, String id, Foundation foundation, Path jar, EventTable table, RollupTable rollups) {
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
                Map.of(
                    QueryConfig.EVENT_TABLE, table.name(),
                    IngestConfig.ROLLUP_TABLE, rollups.name(),
                    QueryConfig.RETENTION, foundation.config().table().retention().toString(),
                    QueryConfig.CURSOR_KEY, cursorKey()),
                null));
    table.grantReading(function.role());
    rollups.grantReading(function.role());
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

  Alias alias() {
    return function.alias();
  }
}
