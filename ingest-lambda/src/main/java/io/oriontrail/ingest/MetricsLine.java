package io.oriontrail.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lines of CloudWatch's embedded metric format, one for each invocation and now and then one for
 * each step that is watched: CloudWatch turns them into metrics without an API call. Function and
 * step are the only dimensions; account and execution never appear, and every name comes from here,
 * so that alarms are built from the same constants.
 */
public final class MetricsLine {
  public static final String NAMESPACE = "OrionTrail";
  public static final String FUNCTION = "FunctionName";

  /** Records delivered. */
  public static final String RECORDS = "Records";

  /** Records that come again because not all of them could be stored or kept. */
  public static final String RECORDS_OWED = "RecordsOwed";

  public static final String RECORD_BYTES = "RecordBytes";

  /** Events, heartbeats and unfit pieces in the records that were read. */
  public static final String RECEIVED = "Received";

  /** Items written. */
  public static final String STORED = "Stored";

  /** Further copies of what was stored in the same call. */
  public static final String DUPLICATES = "Duplicates";

  /** Unfit pieces that quarantine has taken. */
  public static final String QUARANTINED = "Quarantined";

  /** Pieces that come again. */
  public static final String OWED = "Owed";

  public static final String HEARTBEATS = "Heartbeats";

  /** Fields that were left out because this version does not know them. */
  public static final String UNKNOWN_FIELDS = "UnknownFields";

  /** Calls to the store made again. */
  public static final String RETRIES = "StoreRetries";

  /** Items of roll-ups that were added to. */
  public static final String ROLLUPS_WRITTEN = "RollupsWritten";

  /** Items of roll-ups that wait for a later batch. */
  public static final String ROLLUPS_WAITING = "RollupsWaiting";

  /** Counts that roll-ups had no room for. */
  public static final String ROLLUPS_LEFT_OUT = "RollupsLeftOut";

  /** How long the batch took. */
  public static final String BATCH_MILLIS = "BatchMillis";

  /** From when an event was emitted until it was stored. */
  public static final String FRESHNESS_P50 = "FreshnessP50Millis";

  public static final String FRESHNESS_P99 = "FreshnessP99Millis";
  public static final String FRESHNESS_MAX = "FreshnessMaxMillis";

  /** Unfit pieces, quarantined or not. */
  public static final String REJECTED = "Rejected";

  /** Events that were stored later than {@link #FRESHNESS_OBJECTIVE} after they were emitted. */
  public static final String STORED_LATE = "StoredLate";

  /** How soon after it was emitted an event ought to be stored. */
  public static final Duration FRESHNESS_OBJECTIVE = Duration.ofSeconds(5);

  /** The further dimension of what is counted by step: its name. */
  public static final String STEP = "Step";

  /** Runs of a step that ended; dimensions function and {@link #STEP}. */
  public static final String RUNS_ENDED = "RunsEnded";

  /** Of these, those that failed; dimensions function and {@link #STEP}. */
  public static final String RUNS_FAILED = "RunsFailed";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String COUNT = "Count";
  private static final String MILLIS = "Milliseconds";

  private MetricsLine() {}

  /** Unfit pieces of one kind; absent where there are none. */
  public static String rejected(QuarantineReason reason) {
    return REJECTED + '.' + reason.name();
  }

  static String of(BatchOutcome outcome, Invocation invocation, Instant now) {
    Map<String, String> dimensions = Map.of(FUNCTION, invocation.function());
    return line(dimensions, counts(outcome), times(outcome), invocation, now);
  }

  /** How runs of one step ended. */
  static String of(StepTally.Ends ends, Invocation invocation, Instant now) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put(FUNCTION, invocation.function());
    dimensions.put(STEP, ends.step());
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(RUNS_ENDED, ends.ended());
    counts.put(RUNS_FAILED, ends.failed());
    return line(dimensions, counts, Map.of(), invocation, now);
  }

  /** A line of metrics: their values by name, first the counted ones, then the times. */
  static String line(
      Map<String, String> dimensions,
      Map<String, Long> counts,
      Map<String, Long> times,
      Invocation invocation,
      Instant now) {
    StringWriter line = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeObjectFieldStart("_aws");
      json.writeNumberField("Timestamp", now.toEpochMilli());
      json.writeArrayFieldStart("CloudWatchMetrics");
      json.writeStartObject();
      json.writeStringField("Namespace", NAMESPACE);
      json.writeArrayFieldStart("Dimensions");
      json.writeArray(dimensions.keySet().toArray(new String[0]), 0, dimensions.size());
      json.writeEndArray();
      json.writeArrayFieldStart("Metrics");
      declare(json, counts, COUNT);
      declare(json, times, MILLIS);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
        json.writeStringField(dimension.getKey(), dimension.getValue());
      }
      json.writeStringField("requestId", invocation.requestId());
      write(json, counts);
      write(json, times);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return line.toString();
  }

  private static Map<String, Long> counts(BatchOutcome outcome) {
    BatchOutcome.Counts of = outcome.counts();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(RECORDS, (long) of.records());
    counts.put(RECORDS_OWED, (long) of.recordsOwed());
    counts.put(RECORD_BYTES, of.bytes());
    counts.put(RECEIVED, (long) of.received());
    counts.put(STORED, (long) of.stored());
    counts.put(STORED_LATE, (long) outcome.freshness().late());
    counts.put(DUPLICATES, (long) of.duplicates());
    counts.put(QUARANTINED, (long) of.quarantined());
    counts.put(OWED, (long) of.owed());
    counts.put(HEARTBEATS, (long) of.heartbeats());
    counts.put(UNKNOWN_FIELDS, (long) of.unknownFields());
    counts.put(RETRIES, (long) of.retries());
    counts.put(ROLLUPS_WRITTEN, (long) outcome.rollups().written());
    counts.put(ROLLUPS_WAITING, (long) outcome.rollups().waiting());
    counts.put(ROLLUPS_LEFT_OUT, outcome.rollups().leftOut());
    long rejected = 0;
    for (Map.Entry<QuarantineReason, Integer> reason : outcome.rejected().entrySet()) {
      counts.put(rejected(reason.getKey()), (long) reason.getValue());
      rejected += reason.getValue();
    }
    counts.put(REJECTED, rejected);
    return counts;
  }

  private static Map<String, Long> times(BatchOutcome outcome) {
    Map<String, Long> times = new LinkedHashMap<>();
    times.put(BATCH_MILLIS, outcome.duration().toMillis());
    if (outcome.freshness().samples() > 0) {
      times.put(FRESHNESS_P50, outcome.freshness().p50().toMillis());
      times.put(FRESHNESS_P99, outcome.freshness().p99().toMillis());
      times.put(FRESHNESS_MAX, outcome.freshness().max().toMillis());
    }
    return times;
  }

  private static void declare(JsonGenerator json, Map<String, Long> metrics, String unit)
      throws IOException {
    for (String name : metrics.keySet()) {
      json.writeStartObject();
      json.writeStringField("Name", name);
      json.writeStringField("Unit", unit);
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Map<String, Long> metrics) throws IOException {
    for (Map.Entry<String, Long> metric : metrics.entrySet()) {
      json.writeNumberField(metric.getKey(), metric.getValue());
    }
  }
}
