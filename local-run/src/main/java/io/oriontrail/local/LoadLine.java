package io.oriontrail.local;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.local.esm.Checkpoint;
import io.oriontrail.local.esm.EventSourceMapping;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.load.IngestLedger;
import io.oriontrail.local.load.LineUse;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.TableLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of the line, all of it in this process but for DynamoDB Local, with what is
 * needed to measure it. There is no S3: a load has nothing for the quarantine, and if it had, the
 * events would be missed. Safe for use by several threads at once.
 */
final class LoadLine implements AutoCloseable {
  private static final Duration RETENTION = Duration.ofDays(14);
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final String REGION = "us-east-1";

  private final Stack stack = new Stack();
  private final KinesisServer kinesis;
  private final @Nullable DynamoDbLocal dynamodb;
  private final AwsClients clients;
  private final StepEventReader reader;
  private final IngestLedger ledger;
  private final FunctionLog log;
  private final EventSourceMapping mapping;

  private LoadLine(Path root, LoadSettings settings) {
    this.kinesis = stack.opened(EmbeddedEndpoints.startKinesis(1));
    this.dynamodb =
        settings.store() == LoadSettings.Store.DYNAMODB
            ? stack.opened(DynamoDbLocal.start(ServerSettings.create().withRoot(root)))
            : null;
    this.clients = stack.opened(AwsClients.of(description()));
    this.log = stack.opened(FunctionLog.create(root, "load-ingest"));
    this.ledger = new IngestLedger(log::line);
    LineResources.createStream(clients.kinesis(), settings.shards());
    InProcessFunction ingest;
    FunctionSettings function =
        FunctionSettings.of("ingest")
            .withMemoryMegabytes(LineFunctions.INGEST_MEGABYTES)
            .withConcurrency(settings.shards())
            .withLog(log::line);
    if (dynamodb == null) {
      InMemoryEventStore events = new InMemoryEventStore(RETENTION, InstantSource.system());
      InMemoryRollupStore rollups = new InMemoryRollupStore(RETENTION, InstantSource.system());
      this.reader = events;
      ingest =
          InProcessFunction.of(
              function, () -> new IngestHandler(environment(), ledger.stream(), events, rollups));
    } else {
      LineResources.createTable(
          clients.dynamodb(), TableLayout.createTableRequest(LineSettings.TABLE));
      LineResources.createTable(
          clients.dynamodb(), RollupLayout.createTableRequest(LineSettings.ROLLUP_TABLE));
      this.reader =
          new DynamoDbEventStore(
              clients.dynamodb(), LineSettings.TABLE, RETENTION, InstantSource.system());
      ingest =
          InProcessFunction.of(function, () -> new IngestHandler(environment(), ledger.stream()));
    }
    stack.opened(ingest);
    this.mapping = stack.opened(startMapping(settings, ingest));
  }

  /**
   * Starts it and blocks until all of it runs.
   *
   * @throws CliException if a part does not start
   */
  static LoadLine start(Path root, LoadSettings settings) {
    return new LoadLine(root, settings);
  }

  private EventSourceMapping startMapping(LoadSettings settings, InProcessFunction ingest) {
    return EventSourceMapping.start(
        LineSettings.mapping(settings.batchWindow()).build(),
        clients.kinesis(),
        LineSettings.STREAM,
        ingest,
        (key, json) -> {
          throw new IOException("a load has no place for what is given up");
        },
        Checkpoint.NONE);
  }

  private URI dynamodbEndpoint() {
    return dynamodb == null ? NOWHERE : dynamodb.endpoint();
  }

  private LineDescription description() {
    return new LineDescription(
        NOWHERE,
        NOWHERE,
        kinesis.endpoint(),
        dynamodbEndpoint(),
        NOWHERE,
        REGION,
        LineSettings.STREAM,
        LineSettings.TABLE,
        LineSettings.QUARANTINE_BUCKET,
        LineSettings.FAILURE_BUCKET,
        LineSettings.ARCHIVE_BUCKET,
        LineSettings.AUDIT_TABLE);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodbEndpoint().toString());
    environment.put("AWS_ENDPOINT_URL_S3", NOWHERE.toString());
    environment.put(IngestConfig.EVENT_TABLE, LineSettings.TABLE);
    environment.put(IngestConfig.ROLLUP_TABLE, LineSettings.ROLLUP_TABLE);
    environment.put(IngestConfig.QUARANTINE_BUCKET, LineSettings.QUARANTINE_BUCKET);
    return environment;
  }

  /** An emitter with the defaults of the library. The caller closes it. */
  OrionEmitter emitter(int number) {
    return OrionEmitter.builder()
        .streamName(LineSettings.STREAM)
        .service("load-" + number)
        .endpoint(kinesis.endpoint())
        .region(REGION)
        .build();
  }

  /** Where its stream is. */
  URI kinesis() {
    return kinesis.endpoint();
  }

  StepEventReader reader() {
    return reader;
  }

  IngestLedger ledger() {
    return ledger;
  }

  LineUse use() {
    return new LineUse(dynamodb == null ? null : dynamodb.pid());
  }

  /** Blocks until all that is in the stream is stored, for at most five minutes. */
  boolean awaitCaughtUp() throws InterruptedException {
    return mapping.awaitCaughtUp(CATCH_UP_LIMIT);
  }

  @Override
  public void close() {
    stack.close();
  }
}
