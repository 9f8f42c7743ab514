package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.query.QueryDoor;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * The query function on virtual time before a store that can be slow, fail or hang, with the
 * metrics that it prints and those that Lambda and the gateway make of how it ends. For one thread.
 */
final class QueryRun {
  /** As the example stages deploy it. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String REQUEST =
      """
      {"version":"2.0","rawPath":"/v1/accounts/a/executions/e","rawQueryString":"","headers":{},
      "requestContext":{"http":{"method":"GET","path":"/v1/accounts/a/executions/e",
      "sourceIp":"192.0.2.1"}}}""";

  final MetricStore metrics = AlarmRun.usualMetrics();
  private final VirtualClock clock = new VirtualClock(VirtualMapping.START);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, Double> figures = new TreeMap<>();
  private final RequestStreamHandler handler;
  private Duration storeTakes = Duration.ofMillis(8);
  private boolean storeFails;

  QueryRun() {
    InMemoryEventStore store = new InMemoryEventStore(Duration.ofDays(14), clock);
    StepEventReader reader =
        (key, order, after, limit) -> {
          clock.advance(storeTakes);
          if (storeFails) {
            throw new StoreException("DynamoDB did not answer", new IllegalStateException());
          }
          return store.eventsOf(key, order, after, limit);
        };
    handler =
        QueryDoor.handler(
            reader,
            store,
            new InMemoryRollupStore(Duration.ofDays(14), clock).reader(store),
            clock,
            () -> Duration.between(VirtualMapping.START, clock.instant()).toNanos(),
            new PrintStream(printed, true, UTF_8));
    hours(22, 30);
  }

  void storeTakes(Duration time) {
    storeTakes = time;
  }

  void storeFails() {
    storeFails = true;
  }

  /** So many requests an hour, evenly. */
  private void hours(int hours, int perHour) {
    for (int i = 0; i < hours * perHour; i++) {
      ask(VirtualMapping.START.minus(Duration.ofHours(hours)).plusSeconds(3_600L / perHour * i));
    }
  }

  /** Minutes with six requests each; looks at all alarms now and then. */
  QueryRun minutes(int minutes) {
    Instant begin = VirtualMapping.START;
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < 6; i++) {
        ask(begin.plusSeconds(60L * minute + 10L * i + 1));
      }
      if (minute % 5 == 4) {
        AlarmRun.look(metrics, begin.plusSeconds(60L * (minute + 1)), figures);
      }
    }
    return this;
  }

  private void ask(Instant at) {
    clock.set(at);
    printed.reset();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    boolean failed = false;
    try {
      handler.handleRequest(
          new ByteArrayInputStream(REQUEST.getBytes(UTF_8)),
          answer,
          context(clock, at.plus(TIMEOUT)));
    } catch (IOException e) {
      failed = true;
    }
    Duration took = Duration.between(at, clock.instant());
    if (took.compareTo(TIMEOUT) > 0) {
      // Lambda has ended it by then: it neither answered nor printed anything.
      failed = true;
      took = TIMEOUT;
      printed.reset();
    }
    printed.toString(UTF_8).lines().forEach(metrics::putLine);
    Map<String, String> function = Map.of("FunctionName", "orion-query");
    aws("AWS/Lambda", "Invocations", function, at, 1);
    aws("AWS/Lambda", "Errors", function, at, failed ? 1 : 0);
    aws("AWS/Lambda", "Duration", function, at, (double) took.toMillis());
    Map<String, String> api = Map.of("ApiId", "api");
    aws("AWS/ApiGateway", "Count", api, at, 1);
    // The gateway answers with 5xx where its function gives no answer.
    aws("AWS/ApiGateway", "5xx", api, at, failed || status(answer) >= 500 ? 1 : 0);
  }

  private static int status(ByteArrayOutputStream answer) {
    try {
      return JsonFiles.JSON.readTree(answer.toByteArray()).path("statusCode").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void aws(
      String space, String name, Map<String, String> dimensions, Instant at, double v) {
    metrics.put(new MetricStore.Metric(space, name, dimensions), at, v);
  }

  Map<String, Double> figures() {
    return figures;
  }

  /** What Lambda tells the query function; the time that is left is that of the clock. */
  static Context context(InstantSource clock, Instant deadline) {
    return (Context)
        Proxy.newProxyInstance(
            QueryRun.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getFunctionName" -> "orion-query";
                  case "getAwsRequestId" -> "request";
                  case "getRemainingTimeInMillis" ->
                      (int) Duration.between(clock.instant(), deadline).toMillis();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
