package io.oriontrail.local.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.local.lambda.PackagedFunction;
import io.oriontrail.query.DynamoDbAuditLog;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.Rollups;
import io.oriontrail.store.TableLayout;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Measures the query function on DynamoDB Local: a warm request of 100 events with and without an
 * audit table, one of 20,000 events, and the cold start of the packaged jar in its parts.
 */
public final class QueryMeasurement {
  private static final String TABLE = "OrionEvents";
  private static final String ROLLUPS = "OrionRollups";
  private static final String AUDIT = "OrionAudit";
  private static final int WARM_UP = 3_000;
  private static final int REQUESTS = 2_000;
  private static final int LARGE_REQUESTS = 12;
  private static final int COLD_STARTS = 7;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DynamoDbLocal dynamoDb;
  private final PrintStream out;

  private QueryMeasurement(DynamoDbLocal dynamoDb, PrintStream out) {
    this.dynamoDb = dynamoDb;
    this.out = out;
  }

  /**
   * {@code arguments}: the deployable jar of the query function, the repository's root, and which
   * parts to measure: {@code warm}, {@code large}, {@code cold}; all without a word.
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("usage: QueryMeasurement QUERY_JAR ROOT [PART...]");
    }
    List<String> parts = List.of(arguments).subList(2, arguments.length);
    List<String> wanted = parts.isEmpty() ? List.of("warm", "large", "cold") : parts;
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    try (DynamoDbLocal dynamoDb = DynamoDbLocal.start(ServerSettings.create())) {
      QueryMeasurement measurement = new QueryMeasurement(dynamoDb, System.out);
      measurement.store();
      if (wanted.contains("warm")) {
        measurement.warm("audit off", "off");
        measurement.warm("audit in a table", "dynamodb");
      }
      if (wanted.contains("large")) {
        measurement.large();
      }
      if (wanted.contains("cold")) {
        measurement.cold(Path.of(arguments[0]), Path.of(arguments[1]));
      }
    }
  }

  private void store() {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(dynamoDb.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      client.createTable(TableLayout.createTableRequest(TABLE));
      client.createTable(RollupLayout.createTableRequest(ROLLUPS));
      client.createTable(DynamoDbAuditLog.createTableRequest(AUDIT));
      DynamoDbEventStore store =
          new DynamoDbEventStore(client, TABLE, Duration.ofDays(14), InstantSource.system());
      Rollups sums = new Rollups(Duration.ofDays(14));
      Instant now = Instant.now();
      for (int size : new int[] {100, 20_000}) {
        List<StepEvent> events = events(ExecutionKey.of("acct-1", "exec-" + size), size, now);
        events.forEach(event -> sums.count(event, now));
        for (int from = 0; from < size; from += 1_000) {
          store.append(events.subList(from, Math.min(size, from + 1_000)), now.plusSeconds(120));
        }
      }
      new DynamoDbRollupStore(client, ROLLUPS, Duration.ofDays(14), InstantSource.system())
          .add(sums.drain(), now.plusSeconds(120));
    }
  }

  /** Twenty steps over and over, as the simulated Orion's events look like: some 600 bytes each. */
  private static List<StepEvent> events(ExecutionKey key, int count, Instant now) {
    List<StepEvent> events = new ArrayList<>(count);
    Instant start = now.minusSeconds(600);
    for (int run = 0; run < count / 2; run++) {
      String step = "STEP_NAME_" + run % 20;
      Instant at = start.plusNanos(run * 20_000_000L);
      String id = "%016x".formatted(run * 0x9e3779b97f4a7c15L);
      StepEvent.Builder started =
          StepEvent.started(key, step, at).runId(id).service("onboarding").host("i-0123456789abc");
      if (run % 20 > 0) {
        started.dependsOn("STEP_NAME_" + (run % 20 - 1));
      }
      boolean failed = run % 50 == 49;
      StepEvent.Builder ended =
          StepEvent.ended(key, step, failed ? Status.FAILED : Status.SUCCEEDED, at.plusMillis(18))
              .runId(id)
              .service("onboarding")
              .host("i-0123456789abc")
              .durationNanos(18_000_000L + run)
              .attributes(Map.of("region", "eu-west-1", "items", Integer.toString(run)));
      if (failed) {
        ended
            .errorCode("UPSTREAM_TIMEOUT")
            .errorMessage("no answer within 2 s from profile-service");
      }
      events.add(started.build().identified());
      events.add(ended.build().identified());
    }
    return events;
  }

  private Map<String, String> environment(String audit) {
    Map<String, String> environment = new HashMap<>();
    environment.put(QueryConfig.EVENT_TABLE, TABLE);
    environment.put(QueryConfig.ROLLUP_TABLE, ROLLUPS);
    environment.put(QueryConfig.ACCESS, "open");
    environment.put(QueryConfig.AUDIT, audit);
    environment.put(QueryConfig.AUDIT_TABLE, AUDIT);
    environment.put(QueryConfig.REGION, "us-east-1");
    environment.put(QueryConfig.DYNAMODB_ENDPOINT, dynamoDb.endpoint().toString());
    environment.put(QueryConfig.ACCESS_KEY_ID, "any");
    environment.put(QueryConfig.SECRET_ACCESS_KEY, "any");
    return environment;
  }

  private LambdaFunction inProcess(String audit) {
    FunctionSettings settings = FunctionSettings.of("query").withConcurrency(1);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return InProcessFunction.of(settings, () -> new QueryHandler(environment(audit), nowhere));
  }

  private void warm(String name, String audit) throws InterruptedException {
    try (LambdaFunction function = inProcess(audit)) {
      byte[] request = request("exec-100");
      for (int i = 0; i < WARM_UP; i++) {
        invoke(function, request);
      }
      long[] nanos = new long[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        long began = System.nanoTime();
        invoke(function, request);
        nanos[i] = System.nanoTime() - began;
      }
      report("warm request, 100 events, " + name, nanos);
    }
  }

  private void large() throws InterruptedException {
    try (LambdaFunction function = inProcess("off")) {
      byte[] request = request("exec-20000");
      int bytes = 0;
      long[] nanos = new long[LARGE_REQUESTS];
      Duration cpu = Duration.ZERO;
      for (int i = -LARGE_REQUESTS; i < LARGE_REQUESTS; i++) {
        cpu = i == 0 ? cpuTime() : cpu;
        long began = System.nanoTime();
        bytes = invoke(function, request).length;
        if (i >= 0) {
          nanos[i] = System.nanoTime() - began;
        }
      }
      long spent = cpuTime().minus(cpu).toMillis() / LARGE_REQUESTS;
      report("20,000 events, one request", nanos);
      out.printf("  of it processor time of the function %d ms%n", spent);
      out.printf("  answer with base64 and headers %,d bytes%n", bytes);
    }
  }

  /** Of this process, so without the store. */
  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void cold(Path jar, Path root) throws InterruptedException {
    long[] total = new long[COLD_STARTS];
    long[] init = new long[COLD_STARTS];
    long[] first = new long[COLD_STARTS];
    for (int i = 0; i < COLD_STARTS; i++) {
      ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
      FunctionSettings settings =
          FunctionSettings.of("query")
              .withMemoryMegabytes(1_024)
              .withConcurrency(1)
              .withEnvironment(environment("off"))
              .withLog(log::add);
      try (LambdaFunction function =
          PackagedFunction.of(settings, root, jar, QueryHandler.class.getName())) {
        long began = System.nanoTime();
        invoke(function, request("exec-100"));
        total[i] = System.nanoTime() - began;
        JsonNode line = coldLine(log);
        init[i] = (long) (line.path("initMillis").asDouble() * 1e6);
        first[i] = (long) (line.path("QueryLatency").asDouble() * 1e6);
      }
    }
    report("cold start to the first answer, 100 events", total);
    report("  of it the handler's constructor", init);
    report("  of it the first request", first);
  }

  private static JsonNode coldLine(ConcurrentLinkedQueue<String> log) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      for (String line : log) {
        if (line.contains("initMillis")) {
          try {
            return JSON.readTree(line);
          } catch (JacksonException e) {
            throw new IllegalStateException(line, e);
          }
        }
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("the function logged no start: " + log);
  }

  private static byte[] request(String execution) {
    return """
        {"version":"2.0","rawPath":"/v1/timeline",
         "rawQueryString":"accountId=acct-1&executionId=%s",
         "headers":{"accept-encoding":"gzip"},
         "requestContext":{"http":{"method":"GET","path":"/v1/timeline","sourceIp":"127.0.0.1"}}}
        """
        .formatted(execution)
        .getBytes(UTF_8);
  }

  private static byte[] invoke(LambdaFunction function, byte[] request)
      throws InterruptedException {
    if (function.invoke(request) instanceof Outcome.Success success
        && new String(success.payload(), UTF_8).startsWith("{\"statusCode\":200")) {
      return success.payload();
    }
    throw new IllegalStateException("the function did not answer with 200");
  }

  private void report(String name, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    out.printf(
        "%-46s p50 %8.2f ms  p99 %8.2f ms  max %8.2f ms  (%d)%n",
        name,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        sorted.length);
  }
}
