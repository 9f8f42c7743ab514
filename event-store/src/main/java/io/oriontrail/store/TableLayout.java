package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Rfc3339;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/**
 * The event table in one place: names of attributes and indexes, and how keys are built.
 *
 * <p>One item per event: partition key {@code accountId#executionId}, sort key {@code
 * timestamp#step:state#eventId}. Account, execution, step, time and id stand in the keys alone,
 * because DynamoDB bills every byte of every name and value. An account is never empty, so a
 * partition key that begins with {@code #} is no event's: heartbeats lie there, by the hour, and
 * listings, by account.
 *
 * <p>A listing says that an execution was opened within some ten minutes: partition key {@code
 * #account#accountId}, sort key {@code 2026-11-22T10:1#executionId}, and nothing else, so that any
 * event that {@link #opensListing} writes the same item in any order. The one index is sparse and
 * sorts by the event's own sort key, which begins with the time.
 */
public final class TableLayout {
  public static final String PK = "pk";
  public static final String SK = "sk";

  /** Epoch second from which DynamoDB may delete the item. */
  public static final String TTL = "ttl";

  /** Holds only failed events: what failed in an hour, by time. */
  public static final String FAILURES_INDEX = "failures";

  /** Partition key of {@link #FAILURES_INDEX}: see {@link #failureBucket}. */
  public static final String FAILED = "failed";

  /**
   * Partitions that one hour's failures are spread over. A partition takes 1,000 writes a second
   * and an index that is throttled holds up the table, so this bounds the failures a second that
   * cost nobody anything; a reader asks this many partitions for an hour.
   */
  public static final int FAILURE_SHARDS = 16;

  static final String STATE = "state";
  static final String STATUS = "status";
  static final String RUN = "run";
  static final String PARENT = "parent";
  static final String ATTEMPT = "attempt";
  static final String AFTER = "after";
  static final String NANOS = "nanos";
  static final String ERROR = "error";
  static final String MESSAGE = "message";
  static final String SERVICE = "service";
  static final String HOST = "host";
  static final String TRACE = "trace";
  static final String ATTRIBUTES = "attrs";
  static final String CUT = "cut";
  static final String COUNTERS = "counters";
  static final String AT = "at";

  private static final String HEARTBEAT_PREFIX = "#heartbeat#";
  private static final String LISTING_PREFIX = "#account#";
  private static final int LENGTH_OF_HOUR = "2026-11-22T10".length();
  private static final int LENGTH_OF_SPAN = "2026-11-22T10:1".length();

  private TableLayout() {}

  /** {@code accountId#executionId}. */
  public static String partitionKey(ExecutionKey key) {
    return key.toString();
  }

  /**
   * {@code timestamp#step:state#eventId}.
   *
   * @throws IllegalArgumentException if the event has no id
   */
  public static String sortKey(StepEvent event) {
    if (event.eventId() == null) {
      throw new IllegalArgumentException("an event needs an eventId to be stored: " + event);
    }
    return Rfc3339.format(event.timestamp())
        + '#'
        + event.step()
        + ':'
        + event.state().name()
        + '#'
        + event.eventId();
  }

  /** Whether the partition holds events, and not heartbeats. */
  public static boolean holdsEvents(String partitionKey) {
    return !partitionKey.startsWith("#");
  }

  /** {@code hour#shard}, e.g. {@code 2026-11-22T10#f}: the shard follows from the execution. */
  public static String failureBucket(Instant timestamp, ExecutionKey key) {
    return failureBucket(
        timestamp, Math.floorMod(partitionKey(key).hashCode(), TableLayout.FAILURE_SHARDS));
  }

  /**
   * The bucket of the hour that {@code timestamp} lies in.
   *
   * @param shard 0 to {@link #FAILURE_SHARDS} - 1
   */
  public static String failureBucket(Instant timestamp, int shard) {
    return hour(timestamp) + '#' + Integer.toHexString(shard);
  }

  /** The partition of all heartbeats that emitters timed within the hour of {@code timestamp}. */
  static String heartbeatPartition(Instant timestamp) {
    return HEARTBEAT_PREFIX + hour(timestamp);
  }

  /** {@code emitterId#seq}, the number padded so that text order is its order. */
  static String sortKey(Heartbeat heartbeat) {
    return heartbeat.emitterId() + '#' + "%019d".formatted(heartbeat.seq());
  }

  static String hour(Instant timestamp) {
    return Rfc3339.format(timestamp).substring(0, LENGTH_OF_HOUR);
  }

  /**
   * Whether the event lists its execution: what begins one, what may be all that its producer says
   * of a run, and every failure. Ends of runs that were begun, and runs within or behind others,
   * list nothing: something else does.
   */
  static boolean opensListing(StepEvent event) {
    if (event.status() == Status.FAILED) {
      return true;
    }
    if (event.state() == State.STARTED) {
      return event.parentRunId() == null && event.dependsOn().isEmpty();
    }
    return event.runId() == null && !event.isBracket();
  }

  /** The partition of the account's listings. */
  static String listingPartition(String accountId) {
    return LISTING_PREFIX + accountId;
  }

  static String listingSortKey(StepEvent event) {
    return span(event.timestamp()) + '#' + event.key().executionId();
  }

  /** What is larger than all listings of the span that the time lies in, and no other. */
  static String listingEnd(Instant openedAt) {
    return span(openedAt) + (char) ('#' + 1);
  }

  static String listedExecution(String listingSortKey) {
    return listingSortKey.substring(LENGTH_OF_SPAN + 1);
  }

  static boolean isSameSpan(String listingSortKey, String other) {
    return listingSortKey.startsWith(other.substring(0, LENGTH_OF_SPAN));
  }

  static boolean isWithinSpan(String listingSortKey, Instant openedAt) {
    return listingSortKey.startsWith(span(openedAt));
  }

  private static String span(Instant timestamp) {
    return Rfc3339.format(timestamp).substring(0, LENGTH_OF_SPAN);
  }

  /** Creates the table with its indexes, for local runs and tests; infra holds the deployed one. */
  public static CreateTableRequest createTableRequest(String tableName) {
    return TableForm.request(tableName, PK, SK)
        .attributeDefinitions(TableForm.text(PK), TableForm.text(SK), TableForm.text(FAILED))
        .globalSecondaryIndexes(index(FAILURES_INDEX, FAILED))
        .build();
  }

  /** Switches the deletion of expired items on, once the table exists. */
  public static UpdateTimeToLiveRequest timeToLiveRequest(String tableName) {
    return UpdateTimeToLiveRequest.builder()
        .tableName(tableName)
        .timeToLiveSpecification(ttl -> ttl.attributeName(TTL).enabled(true))
        .build();
  }

  private static GlobalSecondaryIndex index(String name, String partitionKey) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(TableForm.keys(partitionKey, SK))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }
}
