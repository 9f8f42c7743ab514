package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.store.Completeness;
import io.oriontrail.store.RollupReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds what emitters numbered within an hour against what was stored of it, and writes the result
 * as a line of CloudWatch's embedded metric format: what the alarms on completeness look at. The
 * function does it once an hour, when it is called with the task {@link #TASK}. Approximate, as
 * {@link Completeness} is. Safe for use by several threads at once.
 */
public final class CompletenessLog {
  /** What the function is called with, in the field {@link #FIELD} of its event. */
  public static final String TASK = "completeness";

  /** No event of a gateway has such a field at its top: a caller cannot make one. */
  public static final String FIELD = "orionTask";

  /** Events that emitters numbered within the hour. */
  public static final String NUMBERED = "EventsNumbered";

  /** Of those, the ones that are not stored; a little below 0 now and then. */
  public static final String MISSING = "EventsMissing";

  /**
   * Events that never left their emitters, as these say themselves. Most have no number, so they
   * are beside the two figures above and not part of them.
   */
  public static final String DROPPED = "EventsDroppedByEmitters";

  /** So long after its end an hour is judged: what was late or waited to be summed up is in. */
  public static final Duration GRACE = Duration.ofMinutes(15);

  private static final JsonFactory JSON = new JsonFactory();

  private final RollupReader rollups;
  private final InstantSource clock;
  private final PrintStream out;

  CompletenessLog(RollupReader rollups, InstantSource clock, PrintStream out) {
    this.rollups = rollups;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Judges the last hour that ended at least {@link #GRACE} ago. Blocks.
   *
   * @param function the function's name as Lambda knows it, the metrics' only dimension
   * @throws io.oriontrail.store.StoreException if the store does not answer; the invocation fails
   *     then, which is counted
   */
  void write(String function, String requestId) {
    Instant now = clock.instant();
    Instant end = now.minus(GRACE).truncatedTo(ChronoUnit.HOURS);
    Completeness hour = rollups.completeness(end.minus(1, ChronoUnit.HOURS), end);
    Map<String, Long> metrics = new LinkedHashMap<>();
    metrics.put(NUMBERED, hour.numbered());
    metrics.put(MISSING, hour.missing());
    metrics.put(DROPPED, hour.dropped());
    out.println(line(function, requestId, now, hour, metrics));
  }

  private static StringWriter line(
      String function,
      String requestId,
      Instant now,
      Completeness hour,
      Map<String, Long> metrics) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      Metric.declare(
          metrics.keySet().stream().map(name -> new Metric(name, "Count")).toList(),
          now.toEpochMilli(),
          json);
      json.writeStringField("level", "INFO");
      json.writeStringField("message", "completeness of an hour");
      json.writeStringField("requestId", requestId);
      json.writeStringField(RequestLog.FUNCTION, function);
      json.writeStringField("from", hour.from().toString());
      json.writeNumberField("emitters", hour.emitters().size());
      for (Map.Entry<String, Long> metric : metrics.entrySet()) {
        json.writeNumberField(metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return line;
  }
}
