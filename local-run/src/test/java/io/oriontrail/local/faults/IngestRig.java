package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.ingest.IngestDoor;
import io.oriontrail.local.esm.MappingSettings;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.esm.VirtualMapping.Answer;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.StoreDoor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Stream, mapping, handler, table and quarantine on virtual time, each able to fail; and an account
 * of what was put in. Every invocation's books are checked as it ends.
 */
final class IngestRig {
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LEAST_QUIET = Duration.ofSeconds(30);
  private static final int MOST_QUIET_MINUTES = 180;
  private static final Duration USUAL = Duration.ofMillis(20);

  final KillSwitch kill = new KillSwitch();
  final VirtualClock clock = new VirtualClock(VirtualMapping.START);
  final FaultyDynamoDb dynamoDb;
  final FaultyS3 s3 = new FaultyS3(kill);
  final QuarantineShelf quarantine = new QuarantineShelf(s3);
  final Books books;
  final InMemoryRollupStore rollups = new InMemoryRollupStore(Duration.ofDays(14), clock);
  final VirtualMapping mapping;
  private final Map<FaultyDynamoDb.Key, Map<String, AttributeValue>> expected = new HashMap<>();
  private final Set<String> bad = new HashSet<>();
  private RequestStreamHandler handler;
  private Supplier<RequestStreamHandler> replacement = () -> handler(Duration.ofDays(14));
  private Watcher watcher = invocation -> {};
  private BooleanSupplier refused = () -> false;
  private Set<String> steps = Set.of();
  private Duration readingTakes = Duration.ZERO;
  private int records;

  IngestRig() {
    this(deployed().build(), 1);
  }

  IngestRig(MappingSettings settings, int shards) {
    this(settings, shards, puts -> {});
  }

  /** {@code alsoTo}: another table, which is given whatever the one in memory takes. */
  IngestRig(MappingSettings settings, int shards, Consumer<List<WriteRequest>> alsoTo) {
    this(settings, shards, alsoTo, true);
  }

  /** {@code hasDestination}: whether what is given up is put aside, or lost. */
  IngestRig(
      MappingSettings settings,
      int shards,
      Consumer<List<WriteRequest>> alsoTo,
      boolean hasDestination) {
    dynamoDb = new FaultyDynamoDb(kill, alsoTo);
    books = new Books(dynamoDb, quarantine);
    handler = handler(Duration.ofDays(14));
    mapping = new VirtualMapping(settings, shards, this::invoke, hasDestination);
  }

  /** Is shown every invocation as it ends. */
  @FunctionalInterface
  interface Watcher {
    void saw(Invocation invocation);
  }

  /**
   * An invocation that ended, or was refused by Lambda.
   *
   * @param printed what the function wrote
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Invocation(Instant at, byte[] event, Outcome outcome, Duration took, String printed) {}

  void watch(Watcher newWatcher) {
    watcher = newWatcher;
  }

  /** While it holds, Lambda refuses to run the function: it has no room for it. */
  void refuseWhile(BooleanSupplier condition) {
    refused = condition;
  }

  /** From now on runs of these are counted in metrics. */
  void countSteps(Set<String> newSteps) {
    steps = newSteps;
    handler = replacement.get();
  }

  /** As the stack of infra/ sets the mapping up. */
  static MappingSettings.Builder deployed() {
    return MappingSettings.builder()
        .batchSize(100)
        .batchingWindow(Duration.ofSeconds(1))
        .bisectBatchOnFunctionError(true)
        .reportBatchItemFailures(true)
        .maximumRetryAttempts(30)
        .maximumRecordAge(Duration.ofHours(12))
        .retention(Duration.ofHours(24));
  }

  /** One more instance of the handler over the same table, quarantine and time. */
  RequestStreamHandler handler(Duration retention) {
    return IngestDoor.handler(
        StoreDoor.open(
            dynamoDb,
            FaultyDynamoDb.TABLE,
            retention,
            clock,
            pause -> {
              kill.step("while waiting");
              clock.advance(pause);
            }),
        rollups,
        s3,
        clock,
        new PrintStream(new SteppedOutput(books.lines(), kill), true, UTF_8),
        steps);
  }

  /** What each half kilobyte of a batch takes to be read. */
  void readingTakes(Duration time) {
    readingTakes = time;
  }

  /** From now on this one is invoked. */
  void deploy(RequestStreamHandler newHandler) {
    handler = newHandler;
    replacement = () -> newHandler;
  }

  /** Puts a record now. */
  String put(Packed packed) {
    String sequence = mapping.put("partition-" + records++, packed.data());
    books.put(sequence, packed);
    packed.items().forEach(item -> expected.put(FaultyDynamoDb.Key.of(item), item));
    bad.addAll(packed.bad());
    return sequence;
  }

  void putAll(List<Packed> packed) {
    packed.forEach(this::put);
  }

  List<String> table() {
    return ItemDump.of(dynamoDb.items());
  }

  /** The events and heartbeats in the table, without what lists them. */
  List<String> stored() {
    return table().stream()
        .filter(line -> line.contains("state=") || line.contains("counters="))
        .toList();
  }

  List<String> expectedTable() {
    return ItemDump.of(expected.values());
  }

  /**
   * Ends every trouble and waits: everything due has arrived, nothing was made up, what is in the
   * table is what was sent, nothing was given up, and a fresh event passes.
   */
  void quietPhase() {
    kill.disarm();
    dynamoDb.heal();
    s3.downWhen(() -> false);
    mapping.run(LEAST_QUIET);
    for (int i = 0; mapping.counts().pending() > 0; i++) {
      assertThat(i).as("minutes of quiet").isLessThan(MOST_QUIET_MINUTES);
      mapping.run(Duration.ofMinutes(1));
    }
    assertThat(mapping.delivered()).isEmpty();
    assertTable();
    assertThat(quarantine.raws()).isEqualTo(bad);
    assertLive();
  }

  void assertLive() {
    put(Packed.of(fresh()));
    mapping.run(LEAST_QUIET);
    assertTable();
  }

  /** The table is byte for byte that into which every event was written once. */
  void assertTable() {
    assertThat(ItemDump.differences(table(), expectedTable())).isEmpty();
  }

  private StepEvent fresh() {
    return StepEvent.started(ExecutionKey.of("fresh", "fresh"), "FRESH", mapping.now())
        .eventId("fresh-" + records)
        .build();
  }

  private void readSome() {
    kill.step("while reading");
    clock.advance(readingTakes);
  }

  private Answer invoke(byte[] event, Instant now) {
    clock.set(now);
    if (refused.getAsBoolean()) {
      Outcome throttled = new Outcome.ServiceError("TooManyRequestsException", "no room");
      watcher.saw(new Invocation(now, event, throttled, Duration.ZERO, ""));
      return new Answer(throttled, USUAL);
    }
    kill.revive();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outcome outcome;
    books.begin();
    try {
      handler.handleRequest(
          new SteppedInput(event, this::readSome),
          new SteppedOutput(out, kill),
          new VirtualContext(clock, now.plus(TIMEOUT)));
      kill.step("after the answer");
      outcome = new Outcome.Success(out.toByteArray());
    } catch (Throwable e) {
      // Whatever a handler throws is the function's error, as in the cloud.
      outcome = new Outcome.FunctionError(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    Duration took = Duration.between(now, clock.instant()).plus(USUAL);
    if (kill.isDead()) {
      handler = replacement.get(); // and with the sandbox whatever it held in memory
      outcome = new Outcome.FunctionError("Runtime.ExitError", "killed");
    } else if (took.compareTo(TIMEOUT) > 0) {
      outcome = new Outcome.FunctionError("Sandbox.Timedout", "Task timed out");
      took = TIMEOUT;
    }
    books.end(event, outcome);
    watcher.saw(new Invocation(now, event, outcome, took, books.lines().toString(UTF_8)));
    return new Answer(outcome, took);
  }
}
