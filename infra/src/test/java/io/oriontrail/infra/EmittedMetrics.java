package io.oriontrail.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.AuditArchiveHandler;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.query.CompletenessLog;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The metrics that the functions really write: each is run with a batch or a request before a
 * stand-in for DynamoDB and S3 that takes everything and holds nothing, and what they print is
 * read.
 */
final class EmittedMetrics {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "VERIFY_IDENTITY";

  private EmittedMetrics() {}

  /**
   * A metric as CloudWatch tells it from others.
   *
   * @param dimensions their names
   */
  record Metric(String namespace, String name, Set<String> dimensions) {}

  /** What the functions write, with the handler that does; of two with the same, ingest. */
  static Map<Metric, Class<?>> all() {
    Map<Metric, Class<?>> found = new HashMap<>();
    byHandler().forEach((handler, metrics) -> metrics.forEach(m -> found.putIfAbsent(m, handler)));
    return found;
  }

  /** What each function writes, ingest first. */
  static Map<Class<?>, Set<Metric>> byHandler() {
    Map<Class<?>, Set<Metric>> found = new LinkedHashMap<>();
    try {
      HttpServer dynamoDb = HttpServer.create(loopback(), 0);
      dynamoDb.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] nothing = "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, nothing.length);
            exchange.getResponseBody().write(nothing);
            exchange.close();
          });
      dynamoDb.start();
      try {
        String endpoint = "http://127.0.0.1:" + dynamoDb.getAddress().getPort();
        Map<String, String> environment = environment(endpoint);
        found.put(IngestHandler.class, run(IngestHandler::new, environment, batch()));
        found.put(ArchiveHandler.class, run(ArchiveHandler::new, environment, batch()));
        found.put(AuditArchiveHandler.class, run(AuditArchiveHandler::new, environment, look()));
        Set<Metric> ofQuery = new HashSet<>(run(QueryHandler::new, environment, request()));
        ofQuery.addAll(run(QueryHandler::new, environment, completeness()));
        found.put(QueryHandler.class, ofQuery);
      } finally {
        dynamoDb.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Map<String, String> environment(String dynamoDb) {
    Map<String, String> environment = new TreeMap<>();
    environment.put(IngestConfig.S3_ENDPOINT, dynamoDb);
    environment.putAll(
        Map.of(
            ArchiveConfig.BUCKET, "archive",
            IngestConfig.EVENT_TABLE, "events",
            QueryConfig.ROLLUP_TABLE, "rollups",
            IngestConfig.QUARANTINE_BUCKET, "quarantine",
            IngestConfig.STEP_METRICS, STEP,
            IngestConfig.REGION, "eu-west-1",
            IngestConfig.DYNAMODB_ENDPOINT, dynamoDb,
            QueryConfig.AUDIT, "off",
            QueryConfig.ACCESS_KEY_ID, "id",
            QueryConfig.SECRET_ACCESS_KEY, "none"));
    return environment;
  }

  private static String look() {
    return """
        {"Records":[{"eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1795342530,
        "Keys":{"pk":{"S":"a"}},"SequenceNumber":"1"}}]}""";
  }

  private static String batch() {
    String event =
        """
        {"accountId":"a","executionId":"e","step":"%s","state":"ENDED","status":"FAILED",\
        "timestamp":"%s","runId":"r"}"""
            .formatted(STEP, Instant.now());
    return """
        {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"1","data":"%s",
        "approximateArrivalTimestamp":1767225600.123},"eventID":"shardId-000000000000:1"}]}"""
        .formatted(Base64.getEncoder().encodeToString(event.getBytes(UTF_8)));
  }

  private static String request() {
    return """
        {"version":"2.0","rawPath":"/v1/health","rawQueryString":"","headers":{},
        "requestContext":{"http":{"method":"GET","path":"/v1/health","sourceIp":"192.0.2.1"}}}""";
  }

  private static String completeness() {
    return "{\"%s\":\"%s\"}".formatted(CompletenessLog.FIELD, CompletenessLog.TASK);
  }

  private static Set<Metric> run(
      BiFunction<Map<String, String>, PrintStream, RequestStreamHandler> making,
      Map<String, String> environment,
      String input)
      throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    making
        .apply(environment, new PrintStream(printed, true, UTF_8))
        .handleRequest(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            context());
    Set<Metric> metrics = new HashSet<>();
    for (String line : printed.toString(UTF_8).lines().toList()) {
      for (JsonNode directive : JSON.readTree(line).at("/_aws/CloudWatchMetrics")) {
        for (JsonNode dimensions : directive.path("Dimensions")) {
          Set<String> names = new TreeSet<>();
          dimensions.forEach(name -> names.add(name.asText()));
          for (JsonNode metric : directive.path("Metrics")) {
            metrics.add(
                new Metric(
                    directive.path("Namespace").asText(), metric.path("Name").asText(), names));
          }
        }
      }
    }
    return metrics;
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            EmittedMetrics.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getFunctionName", "getAwsRequestId" -> "any";
                  case "getRemainingTimeInMillis" -> 60_000;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
