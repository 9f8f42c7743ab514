package io.oriontrail.local;

import io.oriontrail.emitter.DropReason;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.StepEvent;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.local.esm.Checkpoint;
import io.oriontrail.local.esm.EventSourceMapping;
import io.oriontrail.local.esm.MappingSettings;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.TableLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The same events once more, through a line of their own beside the other's, where nothing goes
 * wrong. Not safe for several threads.
 */
final class FaultFreeRun implements AutoCloseable {
  private static final String STREAM = "orion-fault-free";
  private static final String TABLE = "OrionFaultFree";
  private static final String ROLLUP_TABLE = "OrionFaultFreeRollups";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** So few that they fit into an emitter's usual 32 MiB, however large they are. */
  private static final long BUFFERED_AT_MOST = 5_000;

  private final Stack stack = new Stack();
  private final ChaosLine beside;
  private final InProcessFunction query;
  private final EventSourceMapping mapping;

  FaultFreeRun(ChaosLine beside) {
    this.beside = beside;
    AwsClients clients = beside.clients();
    beside.kinesis().createStream(STREAM, beside.settings().shards());
    LineResources.createTable(clients.dynamodb(), TableLayout.createTableRequest(TABLE));
    LineResources.createTable(clients.dynamodb(), RollupLayout.createTableRequest(ROLLUP_TABLE));
    InProcessFunction ingest =
        stack.opened(
            InProcessFunction.of(
                FunctionSettings.of("fault-free-ingest").withLog(_ -> {}),
                () -> new IngestHandler(ingestEnvironment(), nowhere())));
    this.query =
        stack.opened(
            InProcessFunction.of(
                FunctionSettings.of("fault-free-query").withLog(_ -> {}),
                () -> new QueryHandler(queryEnvironment(), nowhere())));
    this.mapping =
        stack.opened(
            EventSourceMapping.start(
                MappingSettings.builder().reportBatchItemFailures(true).build(),
                clients.kinesis(),
                STREAM,
                ingest,
                (key, json) -> {
                  throw new IOException("nothing goes wrong here");
                },
                Checkpoint.NONE));
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private Map<String, String> ingestEnvironment() {
    Map<String, String> environment =
        new HashMap<>(LineFunctions.ingestEnvironment(beside.pastTheDoor()));
    environment.put(IngestConfig.EVENT_TABLE, TABLE);
    environment.put(IngestConfig.ROLLUP_TABLE, ROLLUP_TABLE);
    return environment;
  }

  private Map<String, String> queryEnvironment() {
    Map<String, String> environment =
        new HashMap<>(LineFunctions.queryEnvironment(beside.settings(), beside.pastTheDoor()));
    environment.put(QueryConfig.EVENT_TABLE, TABLE);
    environment.put(QueryConfig.ROLLUP_TABLE, ROLLUP_TABLE);
    return environment;
  }

  /**
   * Sends them and blocks until they are stored.
   *
   * @throws CliException if that takes too long: this line has no excuse
   */
  void play(List<StepEvent> events) throws InterruptedException {
    try (OrionEmitter emitter =
        OrionEmitter.builder()
            .streamName(STREAM)
            .endpoint(beside.kinesis().endpoint())
            .region("us-east-1")
            .build()) {
      emitAll(emitter, events);
      if (!mapping.awaitCaughtUp(PATIENCE)) {
        throw new CliException(
            "the fault-free run's events are not all stored after %d minutes."
                .formatted(PATIENCE.toMinutes()));
      }
    }
  }

  /**
   * Emits them no faster than they are sent, and blocks until all are delivered.
   *
   * @throws CliException if that takes too long, or if one is not delivered; says why
   */
  static void emitAll(OrionEmitter emitter, List<StepEvent> events) {
    for (StepEvent event : events) {
      while (emitter.stats().buffered() >= BUFFERED_AT_MOST) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      emitter.emit(event);
    }
    boolean flushed = emitter.flush(PATIENCE);
    EmitterStats stats = emitter.stats();
    Map<DropReason, Long> dropped = new EnumMap<>(stats.droppedByReason());
    dropped.values().removeIf(count -> count == 0);
    if (!flushed || stats.delivered() < events.size()) {
      throw new CliException(
          "the fault-free run offered %d events; delivered %d, still buffered %d, dropped %s."
              .formatted(events.size(), stats.delivered(), stats.buffered(), dropped));
    }
  }

  InProcessFunction query() {
    return query;
  }

  @Override
  public void close() {
    stack.close();
  }
}
