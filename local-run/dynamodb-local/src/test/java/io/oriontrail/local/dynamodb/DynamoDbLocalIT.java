package io.oriontrail.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.local.child.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbLocalIT {
  /** For an answer: of a machine that does much else besides. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String TABLE = "OrionEvents";
  private static final Map<String, AttributeValue> ITEM =
      Map.of("id", AttributeValue.fromS("a"), "text", AttributeValue.fromS("ß 🜁"));

  @Test
  void inMemory_itemPut_isReadAgainFromAnyRegion() {
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(ServerSettings.create());
        DynamoDbClient writer = client(dynamoDb, Region.US_EAST_1);
        DynamoDbClient reader = client(dynamoDb, Region.EU_WEST_1)) {
      createTable(writer);
      writer.putItem(put -> put.tableName(TABLE).item(ITEM));

      assertThat(read(reader)).isEqualTo(ITEM);
      assertThat(dynamoDb.endpoint().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void dataFolder_restarted_keepsItsTables(@TempDir Path folder) {
    ServerSettings settings = ServerSettings.create().withData(folder.resolve("new"));
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(settings);
        DynamoDbClient client = client(dynamoDb, Region.US_EAST_1)) {
      createTable(client);
      client.putItem(put -> put.tableName(TABLE).item(ITEM));
    }
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(settings);
        DynamoDbClient client = client(dynamoDb, Region.US_EAST_1)) {
      assertThat(read(client)).isEqualTo(ITEM);
    }
  }

  @Test
  void portInUse_start_saysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerSettings settings = ServerSettings.create().withPort(taken.getLocalPort());

      assertThatThrownBy(() -> DynamoDbLocal.start(settings).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("dynamodb-local ended before it listened")
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void nothingBuilt_start_saysWhatToDo(@TempDir Path root) {
    assertThatThrownBy(() -> DynamoDbLocal.start(ServerSettings.create().withRoot(root)).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("build the module first");
  }

  private static DynamoDbClient client(DynamoDbLocal dynamoDb, Region region) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDb.endpoint())
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(region.id().replace("-", ""), "any")))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE))
        .build();
  }

  private static void createTable(DynamoDbClient client) {
    client.createTable(
        CreateTableRequest.builder()
            .tableName(TABLE)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName("id")
                    .attributeType(ScalarAttributeType.S)
                    .build())
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
            .build());
  }

  private static Map<String, AttributeValue> read(DynamoDbClient client) {
    return client
        .getItem(get -> get.tableName(TABLE).key(Map.of("id", AttributeValue.fromS("a"))))
        .item();
  }
}
