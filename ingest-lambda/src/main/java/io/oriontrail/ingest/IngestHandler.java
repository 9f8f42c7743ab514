package io.oriontrail.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.RollupWriter;
import io.oriontrail.store.StepEventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The door: Lambda calls it with a batch of Kinesis records, and it answers with the first record
 * that must come again. Writes one line of metrics to standard output for each batch, now and then
 * one for each watched step, and one line of log for each problem. Safe for use by several threads
 * at once.
 *
 * <p>Throws only where the input is no Kinesis event or something of ours is broken; Lambda then
 * delivers the batch again.
 */
public final class IngestHandler implements RequestStreamHandler {
  private static final JsonFactory JSON = new JsonFactory();

  /** What is left of the time limit when the last try must end: to quarantine and to answer. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** Of a time limit too short for that margin, this part is kept back. */
  private static final int LEAST_MARGIN_SHARE = 4;

  private final BatchIngestor ingestor;
  private final InstantSource clock;
  private final PrintStream out;

  /** What Lambda calls: settings from the environment. */
  public IngestHandler() {
    this(System.getenv());
    Priming.beforeSnapshot(System.getenv());
  }

  /** With the settings given, metrics and logs on standard output. */
  public IngestHandler(Map<String, String> environment) {
    this(environment, System.out);
  }

  /**
   * A handler with settings of its own, for local runs.
   *
   * @param out where metrics and logs go, a line each
   * @throws IllegalArgumentException if a setting is missing or wrong; see {@link IngestConfig}
   */
  public IngestHandler(Map<String, String> environment, PrintStream out) {
    this(environment, out, aws -> aws.dynamoDb());
  }

  /**
   * A handler whose requests to DynamoDB go through the HTTP client given, for measurements.
   *
   * @param out where metrics and logs go, a line each
   */
  public IngestHandler(Map<String, String> environment, PrintStream out, SdkHttpClient dynamoDb) {
    this(environment, out, aws -> aws.dynamoDb(dynamoDb));
  }

  /**
   * A handler that writes into the stores given, such as their twins in memory, for measurements
   * without a table.
   *
   * @param out where metrics and logs go, a line each
   */
  public IngestHandler(
      Map<String, String> environment,
      PrintStream out,
      StepEventWriter events,
      RollupWriter rollups) {
    this(inStores(environment, events, rollups), InstantSource.system(), out);
  }

  private IngestHandler(
      Map<String, String> environment,
      PrintStream out,
      Function<AwsClients, DynamoDbClient> dynamoDb) {
    this(inDynamoDb(environment, dynamoDb), InstantSource.system(), out);
  }

  IngestHandler(BatchIngestor ingestor, InstantSource clock, PrintStream out) {
    this.ingestor = ingestor;
    this.clock = clock;
    this.out = out;
  }

  private static BatchIngestor inDynamoDb(
      Map<String, String> environment, Function<AwsClients, DynamoDbClient> client) {
    IngestConfig config = IngestConfig.from(environment);
    AwsClients aws = new AwsClients(config, environment);
    InstantSource clock = InstantSource.system();
    DynamoDbClient dynamoDb = client.apply(aws);
    return ingestor(
        config,
        aws,
        new DynamoDbEventStore(dynamoDb, config.eventTable(), config.retention(), clock),
        rollups(config, dynamoDb, clock));
  }

  private static BatchIngestor inStores(
      Map<String, String> environment, StepEventWriter events, RollupWriter rollups) {
    IngestConfig config = IngestConfig.from(environment);
    return ingestor(config, new AwsClients(config, environment), events, rollups);
  }

  private static BatchIngestor ingestor(
      IngestConfig config, AwsClients aws, StepEventWriter events, RollupWriter rollups) {
    InstantSource clock = InstantSource.system();
    return new BatchIngestor(
        new BatchIngestor.Targets(
            events,
            new S3Quarantine(new Once<>(aws::s3), config.quarantineBucket(), clock),
            new RollupKeeper(rollups, config.retention(), clock),
            new StepTally(config.stepMetrics(), clock),
            config.payload()),
        clock);
  }

  private static RollupWriter rollups(
      IngestConfig config, DynamoDbClient dynamoDb, InstantSource clock) {
    String table = config.rollupTable();
    return table == null
        ? (sums, deadline) -> List.of()
        : new DynamoDbRollupStore(dynamoDb, table, config.retention(), clock);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Invocation invocation = new Invocation(context.getFunctionName(), context.getAwsRequestId());
    BatchOutcome outcome;
    try (KinesisEventReader records = new KinesisEventReader(input)) {
      Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
      outcome = ingestor.ingest(records, invocation.requestId(), deadline(clock.instant(), left));
    }
    report(outcome, invocation);
    answer(output, outcome.resumeAt());
  }

  /** When the last try must end, where so much is left of the time limit. */
  static Instant deadline(Instant now, Duration left) {
    Duration share = left.dividedBy(LEAST_MARGIN_SHARE);
    return now.plus(left).minus(share.compareTo(MARGIN) < 0 ? share : MARGIN);
  }

  private void report(BatchOutcome outcome, Invocation invocation) {
    Instant now = clock.instant();
    for (String problem : outcome.problems()) {
      out.println(LogLine.problem(outcome, problem, invocation, now));
    }
    out.println(MetricsLine.of(outcome, invocation, now));
    for (StepTally.Ends ends : outcome.steps()) {
      out.println(MetricsLine.of(ends, invocation, now));
    }
  }

  /** Answers Lambda with where to go on from; null: all is done. */
  static void answer(OutputStream output, @Nullable Origin resumeAt) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(output)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batchItemFailures");
      if (resumeAt != null) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", resumeAt.sequenceNumber());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
