package io.oriontrail.store;

import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local with a client, and empty tables by the dozen. */
final class LocalTables implements AutoCloseable {
  /** For an answer: of a machine that does much else besides. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * So patient that no call is made twice, because how often they are is told. A test's clock may
   * stand still, so that there is no deadline but this.
   */
  static final BatchWriter.Effort EFFORT =
      new BatchWriter.Effort(16, PATIENCE, Backoff.create(), Thread::sleep);

  private final DynamoDbLocal dynamoDb = DynamoDbLocal.start(ServerSettings.create());
  final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(dynamoDb.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
          .httpClientBuilder(
              UrlConnectionHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE))
          .build();

  String eventTable() {
    String table = "OrionEvents-" + UUID.randomUUID();
    client.createTable(TableLayout.createTableRequest(table));
    return table;
  }

  String rollupTable() {
    String table = "OrionRollups-" + UUID.randomUUID();
    client.createTable(RollupLayout.createTableRequest(table));
    return table;
  }

  @Override
  public void close() {
    client.close();
    dynamoDb.close();
  }
}
