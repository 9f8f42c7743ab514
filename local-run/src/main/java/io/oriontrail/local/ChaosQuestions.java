package io.oriontrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.chaos.ChaosLedger;
import io.oriontrail.local.chaos.ChaosVerdict;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for timelines all the time, whatever goes wrong: an answer may be late or a problem that
 * says that the store fails, but no answer may hold what was not sent or forget what it had. Safe
 * for use by several threads at once.
 */
final class ChaosQuestions implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(40);
  private static final int NEWEST = 2_000;

  private final URI api;
  private final ChaosLedger ledger;
  private final ChaosVerdict verdict;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<ExecutionKey, Integer> seen = new HashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong troubled = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("chaos-questions").unstarted(this::askOn);
  private volatile boolean closing;

  ChaosQuestions(URI api, ChaosLedger ledger, ChaosVerdict verdict) {
    this.api = api;
    this.ledger = ledger;
    this.verdict = verdict;
  }

  void start() {
    thread.start();
  }

  long asked() {
    return asked.get();
  }

  long troubled() {
    return troubled.get();
  }

  private void askOn() {
    Random random = new Random(1);
    while (!closing) {
      ExecutionKey key = ledger.recentExecution(random, NEWEST);
      if (key != null) {
        ask(key);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void ask(ExecutionKey key) {
    HttpResponse<String> answer = get(new TimelineQuestion(key).path());
    if (answer == null) {
      return;
    }
    asked.incrementAndGet();
    int before = seen.getOrDefault(key, 0);
    JsonNode body = read(answer);
    switch (answer.statusCode()) {
      case 200 -> {
        int events = body.path("eventCount").asInt();
        seen.put(key, events);
        // Offered before it was answered, so counted by now.
        if (events < before || events > ledger.count(key)) {
          complain(key, "has %d events after %d".formatted(events, before));
        }
      }
      case 404 -> {
        if (before > 0) {
          complain(key, "is unknown after it had %d events".formatted(before));
        }
      }
      case 503 -> {
        troubled.incrementAndGet();
        if (!body.path("title").isTextual()) {
          complain(key, "is answered with 503 and no problem: " + answer.body());
        }
      }
      default ->
          complain(key, "is answered with %d: %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  private void complain(ExecutionKey key, String what) {
    verdict.violation("a question during the faults: the timeline of " + key + " " + what);
  }

  /** Whether a query finds the event. */
  boolean isSeen(StepEvent event) {
    HttpResponse<String> answer =
        get(
            "/v1/events?accountId="
                + URLEncoder.encode(event.key().accountId(), StandardCharsets.UTF_8)
                + "&executionId="
                + URLEncoder.encode(event.key().executionId(), StandardCharsets.UTF_8));
    return answer != null
        && answer.statusCode() == 200
        && answer.body().contains('"' + String.valueOf(event.eventId()) + '"');
  }

  private @Nullable HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(api.resolve(path)).timeout(TIMEOUT).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null; // closing
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static JsonNode read(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
