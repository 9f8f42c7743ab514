package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.store.DynamoDbEventStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Takes made-up batches all the way to a stand-in for DynamoDB before SnapStart takes its snapshot:
 * what is loaded and compiled then need not be after a restore. Nothing leaves the process, and
 * nothing that must be fresh after a restore (ids, connections, times) is kept.
 */
final class Priming implements Resource {
  /** The snapshot's context knows its resources weakly. */
  private static volatile @Nullable Priming registered;

  private static final int ROUNDS = 40;
  private static final int EVENTS = 50;
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, String> environment;

  private Priming(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Primes when a snapshot is about to be taken, which outside of SnapStart is never. */
  static void beforeSnapshot(Map<String, String> environment) {
    Priming priming = new Priming(environment);
    registered = priming;
    Core.getGlobalContext().register(priming);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    prime(InstantSource.system());
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Connections are made when they are needed, and no id or time is held.
  }

  /** Primes as registered, and returns how many events were taken all the way. */
  static int primeNow(InstantSource clock) throws IOException {
    Priming priming = registered;
    if (priming == null) {
      throw new IllegalStateException("nothing is registered");
    }
    return priming.prime(clock);
  }

  private int prime(InstantSource clock) throws IOException {
    IngestConfig config = IngestConfig.from(environment);
    DynamoDbEventStore store =
        new DynamoDbEventStore(
            new AwsClients(config, environment).dynamoDb(new DynamoDbStandIn()),
            config.eventTable(),
            config.retention(),
            clock);
    BatchIngestor ingestor =
        new BatchIngestor(
            new BatchIngestor.Targets(
                store,
                (requestId, first, entries) -> {},
                new RollupKeeper((sums, deadline) -> List.of(), config.retention(), clock),
                new StepTally(Set.of(), clock),
                config.payload()),
            clock);
    byte[] batch = batch();
    int stored = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (KinesisEventReader records = new KinesisEventReader(new ByteArrayInputStream(batch))) {
        Instant deadline = clock.instant().plus(Duration.ofMinutes(1));
        BatchOutcome outcome = ingestor.ingest(records, "priming", deadline);
        stored += outcome.counts().stored();
        MetricsLine.of(outcome, new Invocation("priming", "priming"), clock.instant());
      }
    }
    return stored;
  }

  private static byte[] batch() throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(frame)) {
      for (int i = 0; i < EVENTS; i++) {
        StepEventJson.encode(event(i), gzip);
        gzip.write('\n');
      }
    }
    return """
        {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"1","data":"%s",
        "approximateArrivalTimestamp":1767225600.123},"eventID":"shardId-000000000000:1"}]}"""
        .formatted(Base64.getEncoder().encodeToString(frame.toByteArray()))
        .getBytes(UTF_8);
  }

  private static StepEvent event(int number) {
    ExecutionKey key = ExecutionKey.of("priming", "priming");
    StepEvent.Builder event =
        number % 2 == 0
            ? StepEvent.started(key, "PRIMING", TIME.plusMillis(number))
            : StepEvent.ended(key, "PRIMING", Status.FAILED, TIME.plusMillis(number))
                .durationNanos(1_000_000L)
                .errorCode("PRIMING")
                .errorMessage("made up");
    return event
        .eventId("priming000-" + number)
        .runId("0123456789abcdef")
        .attributes(Map.of("region", "eu-west-1"))
        .build();
  }
}
