package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.Rollups;
import io.oriontrail.store.TableLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The handler as Lambda starts it, from environment variables alone, on AWS's DynamoDB Local; but
 * that shares its machine with much else, and is waited for longer.
 */
class QueryHandlerIT {
  private static final String TABLE = "OrionEvents";
  private static final String ROLLUPS = "OrionRollups";
  private static final String AUDIT = "OrionAudit";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
                    .connectionTimeout(PATIENCE)
                    .socketTimeout(PATIENCE))
            .build();
    client.createTable(TableLayout.createTableRequest(TABLE));
    client.createTable(RollupLayout.createTableRequest(ROLLUPS));
    client.createTable(DynamoDbAuditLog.createTableRequest(AUDIT));
  }

  @AfterAll
  static void stop() {
    client.close();
    dynamoDb.close();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(QueryConfig.EVENT_TABLE, TABLE);
    environment.put(QueryConfig.ROLLUP_TABLE, ROLLUPS);
    environment.put(QueryConfig.REGION, "us-east-1");
    environment.put(QueryConfig.ACCESS, "open");
    environment.put(QueryConfig.DYNAMODB_ENDPOINT, dynamoDb.endpoint().toString());
    environment.put(QueryConfig.ACCESS_KEY_ID, "any");
    environment.put(QueryConfig.SECRET_ACCESS_KEY, "any");
    return environment;
  }

  private static Gateway gateway(Map<String, String> environment) {
    return new Gateway(new QueryHandler(environment, System.out, PATIENCE));
  }

  private static void store(List<StepEvent> events) {
    DynamoDbEventStore store =
        new DynamoDbEventStore(client, TABLE, Duration.ofDays(14), InstantSource.system());
    assertThat(
            store
                .append(
                    events.stream().map(StepEvent::identified).toList(),
                    Instant.now().plus(PATIENCE))
                .remainder())
        .isEmpty();
  }

  private static List<StepEvent> runs(ExecutionKey key, int count) {
    Instant start = Instant.now().minusSeconds(600);
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String step = "STEP_" + i;
      events.add(StepEvent.started(key, step, start.plusMillis(10L * i)).runId("r" + i).build());
      events.add(
          StepEvent.ended(key, step, Status.SUCCEEDED, start.plusMillis(10L * i + 10))
              .runId("r" + i)
              .build());
    }
    return events;
  }

  @Test
  void timeline_storedEvents_isAnswered(@TempDir Path directory) throws Exception {
    ExecutionKey key = ExecutionKey.of("konto/ü 1", "exec#7 ☃");
    store(runs(key, 3));
    Path journey = directory.resolve("journey.yaml");
    Files.writeString(
        journey,
        "journey: j\nsteps:\n- {name: STEP_0}\n- {name: LAST, dependsOn: [STEP_2]}\n- {name: STEP_2}");
    Map<String, String> environment = environment();
    environment.put(QueryConfig.JOURNEY_FILE, journey.toString());
    Gateway gateway = gateway(environment);

    Gateway.Reply reply =
        gateway.get(
            "/v1/timeline?accountId="
                + Gateway.encode(key.accountId())
                + "&executionId="
                + Gateway.encode(key.executionId()));

    OpenApi.read().check("/v1/timeline", reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(reply.json().get("runs")).hasSize(3);
    assertThat(reply.json().get("expected").get(0).get("step").asText()).isEqualTo("LAST");
  }

  @Test
  void timeline_thousandsOfEvents_isWhole() {
    ExecutionKey key = ExecutionKey.of("acct-many", "exec-1");
    store(runs(key, 6_000));
    Gateway gateway = gateway(environment());

    Gateway.Reply reply =
        gateway.get("/v1/accounts/acct-many/executions/exec-1", Map.of("accept-encoding", "gzip"));

    assertThat(reply.json().get("eventCount").asInt()).isEqualTo(12_000);
    assertThat(reply.json().get("criticalPath")).hasSize(6_000);
  }

  @Test
  void events_pagedAsNdjson_areAllOfThem() {
    ExecutionKey key = ExecutionKey.of("acct-pages", "exec-1");
    List<StepEvent> events = runs(key, 400);
    store(events);
    Gateway gateway = gateway(environment());
    List<StepEvent> read = new ArrayList<>();
    String query = "limit=300";
    while (query != null) {
      Gateway.Reply page =
          gateway.call(
              "GET",
              "/v1/accounts/acct-pages/executions/exec-1/events",
              query,
              Map.of("accept", "application/x-ndjson"));
      page.text().lines().forEach(line -> read.add(Vectors.decode(line.getBytes(UTF_8))));
      String next = page.header(EventsCall.NEXT_CURSOR);
      query = next == null ? null : "limit=300&cursor=" + next;
    }

    assertThat(read).hasSize(800).doesNotHaveDuplicates();
    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(events.stream().map(StepEvent::identified).toList());
  }

  @Test
  void lists_storedEvents_areAnswered() {
    ExecutionKey key = ExecutionKey.of("acct-lists", "exec-1");
    Instant now = Instant.now();
    List<StepEvent> events = new ArrayList<>(runs(key, 2));
    events.add(
        StepEvent.ended(key, "LISTED", Status.FAILED, now.minusSeconds(60))
            .errorCode("CODE")
            .durationNanos(5L)
            .build());
    store(events);
    Rollups sums = new Rollups(Duration.ofDays(14));
    events.forEach(event -> sums.count(event, now));
    assertThat(
            new DynamoDbRollupStore(client, ROLLUPS, Duration.ofDays(14), InstantSource.system())
                .withCallTimeout(PATIENCE)
                .add(sums.drain(), Instant.now().plus(PATIENCE)))
        .isEmpty();
    Gateway gateway = gateway(environment());
    OpenApi contract = OpenApi.read();

    Gateway.Reply executions = gateway.get("/v1/executions?accountId=acct-lists");
    Gateway.Reply failures = gateway.get("/v1/failures?step=LISTED");
    Gateway.Reply steps = gateway.get("/v1/steps");
    Gateway.Reply blast = gateway.get("/v1/blast-radius?step=LISTED&errorCode=CODE");
    Gateway.Reply complete = gateway.get("/v1/completeness");
    Gateway.Reply unknown = gateway.get("/v1/timeline?accountId=acct-lists&executionId=exec-2");

    contract.check("/v1/executions", executions);
    assertThat(executions.json().at("/executions/0/failedStep").asText()).isEqualTo("LISTED");
    contract.check("/v1/failures", failures);
    assertThat(failures.json().at("/failures/0/accountId").asText()).isEqualTo("acct-lists");
    contract.check("/v1/steps", steps);
    assertThat(steps.json().get("steps"))
        .extracting(step -> step.get("step").asText())
        .contains("LISTED", "STEP_0", "STEP_1");
    contract.check("/v1/blast-radius", blast);
    assertThat(blast.json().get("failures").asInt()).isEqualTo(1);
    contract.check("/v1/completeness", complete);
    assertThat(complete.status()).isEqualTo(200);
    contract.check("/v1/timeline", unknown);
    assertThat(unknown.json().at("/nearest/0").asText()).isEqualTo("exec-1");
  }

  @Test
  void look_withAnAuditTable_isRecordedThereOrNotAnswered() {
    ExecutionKey key = ExecutionKey.of("acct-audit", "exec-1");
    store(runs(key, 1));
    Map<String, String> audited = environment();
    audited.put(QueryConfig.AUDIT, "dynamodb");
    audited.put(QueryConfig.AUDIT_TABLE, AUDIT);
    Map<String, String> broken = environment();
    broken.put(QueryConfig.AUDIT, "dynamodb");
    broken.put(QueryConfig.AUDIT_TABLE, "NoSuchTable");
    String path = "/v1/accounts/acct-audit/executions/exec-1";

    Gateway.Reply reply = gateway(audited).get(path);
    Gateway.Reply refused = gateway(broken).get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(
            client
                .query(
                    query ->
                        query
                            .tableName(AUDIT)
                            .keyConditionExpression("pk = :account")
                            .expressionAttributeValues(
                                Map.of(":account", AttributeValue.fromS("acct-audit"))))
                .items())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(value(item, "sk").s()).endsWith("#" + Gateway.REQUEST_ID);
              assertThat(value(item, "execution").s()).isEqualTo("exec-1");
              assertThat(value(item, "caller").s()).isEqualTo("anonymous");
              assertThat(value(item, "address").s()).isEqualTo("192.0.2.1");
              assertThat(value(item, "status").n()).isEqualTo("200");
              assertThat(Long.parseLong(value(item, "ttl").n()))
                  .isGreaterThan(Instant.now().plus(Duration.ofDays(399)).getEpochSecond());
            });
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("audit-unavailable").doesNotContain("STEP_0");
  }

  private static AttributeValue value(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  @Test
  void health_tableThere_isUpAndWithoutItDown() {
    Map<String, String> elsewhere = environment();
    elsewhere.put(QueryConfig.EVENT_TABLE, "NoSuchTable");

    JsonNode up = gateway(environment()).get("/v1/health").json();
    Gateway.Reply down = gateway(elsewhere).get("/v1/health");
    Gateway.Reply timeline = gateway(elsewhere).get("/v1/accounts/a/executions/e");

    assertThat(up.get("status").asText()).isEqualTo("UP");
    assertThat(down.status()).isEqualTo(503);
    assertThat(timeline.status()).isEqualTo(503);
    assertThat(timeline.json().get("detail").asText()).doesNotContain("NoSuchTable");
  }
}
