package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.store.TableLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A few cases of {@link TablePropertyTest} whose writes go on to AWS's DynamoDB Local. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DynamoDbPropertyIT {
  private static final int CASES = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private DynamoDbLocal server;
  private DynamoDbClient client;

  @BeforeAll
  void start() {
    Path root = Path.of(System.getProperty("orion.root", ".."));
    server = DynamoDbLocal.start(ServerSettings.create().withRoot(root));
    client =
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(PATIENCE)
                    .socketTimeout(PATIENCE))
            .build();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  @Timeout(1800)
  void anyDeliveryOfASetOfEvents_leavesTheSameTableInDynamoDbLocal() {
    for (int seed = 0; seed < CASES; seed++) {
      String table = "Events-" + seed;
      client.createTable(TableLayout.createTableRequest(table));
      Scenario scenario = new Scenario(seed);
      List<Packed> records = scenario.packed(scenario.goodLines(60), scenario.badLines(3));
      IngestRig rig = AnyDelivery.of(records, new Random(seed), puts -> write(table, puts));
      rig.quietPhase();

      List<String> stored =
          ItemDump.of(
              client.scanPaginator(scan -> scan.tableName(table)).items().stream().toList());
      assertThat(ItemDump.differences(stored, rig.expectedTable())).as("seed %d", seed).isEmpty();
      client.deleteTable(delete -> delete.tableName(table));
    }
  }

  private void write(String table, List<WriteRequest> puts) {
    assertThat(client.batchWriteItem(write -> write.requestItems(Map.of(table, puts))))
        .matches(
            response -> !response.hasUnprocessedItems() || response.unprocessedItems().isEmpty());
  }
}
