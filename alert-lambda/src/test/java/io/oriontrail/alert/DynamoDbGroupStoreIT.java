package io.oriontrail.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.TableLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The contract on AWS's own DynamoDB Local, and the whole function with settings as Lambda's. */
final class DynamoDbGroupStoreIT extends GroupStoreContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static DynamoDbLocal dynamoDb;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    dynamoDb = DynamoDbLocal.start(ServerSettings.create());
    client =
        DynamoDbClient.builder()
            .endpointOverride(dynamoDb.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Alarms.PATIENCE)
                    .socketTimeout(Alarms.PATIENCE))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    dynamoDb.close();
  }

  @Override
  GroupStore emptyStore() {
    return new DynamoDbGroupStore(client, alertTable(), () -> Alarms.AT);
  }

  private static String alertTable() {
    String table = "OrionAlerts-" + UUID.randomUUID();
    client.createTable(
        CreateTableRequest.builder()
            .tableName(table)
            .keySchema(
                KeySchemaElement.builder()
                    .attributeName(AlertTable.PK)
                    .keyType(KeyType.HASH)
                    .build())
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName(AlertTable.PK)
                    .attributeType(ScalarAttributeType.S)
                    .build())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .build());
    return table;
  }

  @Test
  void items_haveATimeToLive() {
    String table = alertTable();
    DynamoDbGroupStore store = new DynamoDbGroupStore(client, table, () -> Alarms.AT);
    store.write("ingest", Group.NONE, 0);
    store.taken("m", "chat");

    assertThat(client.scan(request -> request.tableName(table)).items())
        .extracting(item -> Long.parseLong(Objects.requireNonNull(item.get(AlertTable.TTL)).n()))
        .containsExactlyInAnyOrder(
            Alarms.AT.plus(Duration.ofDays(35)).getEpochSecond(),
            Alarms.AT.plus(Duration.ofDays(1)).getEpochSecond());
  }

  @Test
  void tableThatIsMissing_isAFailureOfTheStore() {
    assertThatThrownBy(() -> new DynamoDbGroupStore(client, "missing", () -> Alarms.AT).read("g"))
        .isInstanceOf(GroupStore.StateException.class);
  }

  /** Settings from an environment, real clients, real tables: what Lambda runs. */
  @Test
  void function_calledBySns_tellsTopicAndChatAndComesAgainForTheChatAlone() throws Exception {
    Instant now = InstantSource.system().instant();
    try (StandInAws aws = new StandInAws()) {
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      AlertHandler handler =
          new AlertHandler(
              environment(aws, now), new PrintStream(log, true, UTF_8), Alarms.PATIENCE);
      String alarm = Alarms.step("VERIFY_IDENTITY", now);
      aws.chatStatus = 500;
      assertThatThrownBy(() -> call(handler, alarm))
          .isInstanceOf(IOException.class)
          .hasMessage("not told to page/chat: the chat answered 500");
      aws.chatStatus = 200;
      call(handler, alarm);

      assertThat(aws.published).hasSize(1);
      assertThat(aws.published.getFirst())
          .contains("TopicArn=arn:page", "MessageStructure=json", "IDV_TIMEOUT: 33 failures");
      assertThat(aws.chatted).hasSize(2);
      assertThat(JSON.readTree(aws.chatted.getLast()).path("text").asText())
          .contains("https://dashboard.example.com/?account=acct-7&execution=exec%207");
      assertThat(log.toString(UTF_8).lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).doesNotContain("acct-", "exec", aws.address("")));
    }
  }

  private static void call(AlertHandler handler, String message) throws IOException {
    handler.handleRequest(
        new ByteArrayInputStream(event(message)),
        new ByteArrayOutputStream(),
        InvocationContext.create());
  }

  /** As SNS calls a function. */
  static byte[] event(String message) throws IOException {
    return JSON.writeValueAsBytes(
        Map.of(
            "Records",
            List.of(
                Map.of(
                    "EventSource",
                    "aws:sns",
                    "Sns",
                    Map.of("TopicArn", "arn:page-alarms", "MessageId", "1", "Message", message)))));
  }

  private static Map<String, String> environment(StandInAws aws, Instant now) {
    String events = "OrionEvents-" + UUID.randomUUID();
    String rollups = "OrionRollups-" + UUID.randomUUID();
    client.createTable(TableLayout.createTableRequest(events));
    client.createTable(RollupLayout.createTableRequest(rollups));
    Incident.store(
        new DynamoDbEventStore(client, events, Incident.RETENTION, InstantSource.system()),
        new DynamoDbRollupStore(client, rollups, Incident.RETENTION, InstantSource.system())
            .withCallTimeout(Alarms.PATIENCE),
        now.minusSeconds(120));
    Map<String, String> environment = AlertConfigTest.environment();
    environment.put(AlertConfig.EVENT_TABLE, events);
    environment.put(AlertConfig.ROLLUP_TABLE, rollups);
    environment.put(AlertConfig.ALERT_TABLE, alertTable());
    environment.put(AlertConfig.PAGE_CHAT, "arn:secret");
    environment.put(AlertConfig.DYNAMODB_ENDPOINT, dynamoDb.endpoint().toString());
    environment.put(AlertConfig.SNS_ENDPOINT, aws.address(""));
    environment.put(AlertConfig.SECRETS_ENDPOINT, aws.address(""));
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    return environment;
  }
}
