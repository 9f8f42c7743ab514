package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each request: a log entry, and by its {@code _aws} part metrics in
 * CloudWatch's embedded format at once. It holds no id of an account or an execution, no payload
 * and nothing else that a caller sent. Safe for use by several threads at once.
 */
public final class RequestLog {
  /** The namespace of the metrics. */
  public static final String NAMESPACE = "OrionTrail";

  /** The dimension that every metric has: whose it is, of the stages in one account. */
  public static final String FUNCTION = "FunctionName";

  /** In the line, but no dimension, as each is paid for: one of few names, never a path. */
  static final String ROUTE = "route";

  /** Milliseconds that answering took. */
  public static final String LATENCY = "QueryLatency";

  /** How soon a request ought to be answered. */
  public static final Duration LATENCY_OBJECTIVE = Duration.ofSeconds(1);

  /** 1 for an answer with status 5xx, else 0. */
  public static final String FAULTS = "QueryFaults";

  /** Events that an answer was made from. */
  public static final String EVENTS = "QueryEvents";

  private static final List<Metric> METRICS =
      List.of(
          new Metric(LATENCY, "Milliseconds"),
          new Metric(FAULTS, "Count"),
          new Metric(EVENTS, "Count"));

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_CAUSES = 4;
  private static final int MAX_FRAMES = 12;

  private final PrintStream out;

  RequestLog(PrintStream out) {
    this.out = out;
  }

  /**
   * What is logged of a request.
   *
   * @param function its name, as Lambda knows it
   * @param atMillis when it was answered, since the epoch
   * @param nanos how long that took
   * @param initNanos of an instance's first request, how long the start before it took; else null
   */
  record Entry(
      String function,
      String requestId,
      QueryApi.Answer answer,
      long atMillis,
      long nanos,
      @Nullable Long initNanos) {}

  void write(Entry entry) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      Metric.declare(METRICS, entry.atMillis(), json);
      Response response = entry.answer().response();
      json.writeStringField("level", response.status() >= 500 ? "ERROR" : "INFO");
      json.writeStringField("message", "answered");
      json.writeStringField("requestId", entry.requestId());
      json.writeStringField(FUNCTION, entry.function());
      json.writeStringField(ROUTE, entry.answer().route());
      json.writeNumberField("status", response.status());
      json.writeNumberField(LATENCY, millis(entry.nanos()));
      json.writeNumberField(FAULTS, response.status() >= 500 ? 1 : 0);
      json.writeNumberField(EVENTS, response.events());
      json.writeNumberField("bodyBytes", response.body().size());
      json.writeBooleanField("coldStart", entry.initNanos() != null);
      if (entry.initNanos() != null) {
        json.writeNumberField("initMillis", millis(entry.initNanos()));
      }
      failure(entry.answer().failure(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    out.println(line);
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e4) / 100.0;
  }

  /**
   * Where it failed and by what kind of exception. Of messages only the store's is written: others
   * may quote what a caller sent.
   */
  private static void failure(@Nullable Throwable failure, JsonGenerator json) throws IOException {
    if (failure == null) {
      return;
    }
    if (failure instanceof StoreException) {
      json.writeStringField("store", failure.getMessage());
    }
    json.writeArrayFieldStart("failure");
    int causes = 0;
    for (Throwable at = failure; at != null && causes < MAX_CAUSES; at = at.getCause()) {
      causes++;
      json.writeString(at.getClass().getName());
      StackTraceElement[] frames = at.getStackTrace();
      for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
        json.writeString(frames[i].toString());
      }
    }
    json.writeEndArray();
  }
}
