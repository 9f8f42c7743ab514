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
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;

/**
 * The query function on virtual time before a store that can be slow, fail or hang, and in an
 * account whose concurrency others can use up, with the metrics that it prints and those that
 * Lambda and the gateway make of how it ends. For one thread.
 */
final class QueryRun {
  /** As the example stages deploy it. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** What an account may run at once, where nobody has asked AWS for more or for less. */
  private static final int USUAL_ROOM = 1_000;

  private static final Map<String, String> FUNCTION = Map.of("FunctionName", "orion-query");
  private static final Map<String, String> API = Map.of("ApiId", "api");

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
  private final Queue<Instant> underWay = new PriorityQueue<>();
  private int room = USUAL_ROOM;
  private int together = 1;

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

  QueryRun storeTakes(Duration time) {
    storeTakes = time;
    return this;
  }

  QueryRun storeFails() {
    storeFails = true;
    return this;
  }

  /**
   * Others leave so much of the account's concurrency to the function; beyond it Lambda refuses.
   */
  QueryRun othersLeave(int newRoom) {
    room = newRoom;
    return this;
  }

  /** From now on so many requests come in the same moment, in place of one. */
  QueryRun comeTogether(int requests) {
    together = requests;
    return this;
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
        for (int request = 0; request < together; request++) {
          ask(begin.plusSeconds(60L * minute + 10L * i + 1));
        }
      }
      if (minute % 5 == 4) {
        AlarmRun.look(metrics, begin.plusSeconds(60L * (minute + 1)), figures);
      }
    }
    return this;
  }

  private void ask(Instant at) {
    underWay.removeIf(end -> !end.isAfter(at));
    if (underWay.size() >= room) {
      // Nothing of ours runs, so nothing is printed; the gateway answers 503 by itself.
      aws("AWS/Lambda", "Throttles", FUNCTION, at, 1);
      answered(at, true);
      return;
    }
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
    underWay.add(at.plus(took));
    aws("AWS/Lambda", "Invocations", FUNCTION, at, 1);
    aws("AWS/Lambda", "Errors", FUNCTION, at, failed ? 1 : 0);
    aws("AWS/Lambda", "Throttles", FUNCTION, at, 0);
    aws("AWS/Lambda", "Duration", FUNCTION, at, (double) took.toMillis());
    // The gateway answers with 5xx where its function gives no answer.
    answered(at, failed || status(answer) >= 500);
  }

  private void answered(Instant at, boolean by5xx) {
    aws("AWS/ApiGateway", "Count", API, at, 1);
    aws("AWS/ApiGateway", "5xx", API, at, by5xx ? 1 : 0);
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
