package io.oriontrail.local.esm;

import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A running event source mapping from a Kinesis stream to a function. Delivers each record at least
 * once; see {@link MappingSettings} for the rules.
 *
 * <p>One thread decides, others read and invoke. Safe for use by several threads; calls that block
 * say so.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String id = UUID.randomUUID().toString();
  private final ShardReader reader;
  private final EventJson events;
  private final LambdaFunction function;
  private final @Nullable FailureDestination destination;
  private final InstantSource clock;
  private final MappingCore core;

  /** Threads of the platform: what the mapping itself costs can then be told from the rest. */
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("esm-", 1).factory());

  private final LinkedBlockingQueue<Consumer<Instant>> mailbox = new LinkedBlockingQueue<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<Checkpoint> last = new CompletableFuture<>();
  private volatile MappingCounts counts;
  private boolean stopping;

  /** Somebody who waits for what was in the stream at a mark. */
  private record Waiter(long mark, CompletableFuture<Boolean> caughtUp) {}

  private EventSourceMapping(
      MappingSettings settings,
      ShardReader reader,
      EventJson events,
      LambdaFunction function,
      @Nullable FailureDestination destination,
      Checkpoint from,
      InstantSource clock) {
    this.reader = reader;
    this.events = events;
    this.function = function;
    this.destination = destination;
    this.clock = clock;
    this.core = new MappingCore(settings, events, destination != null, from, clock.instant());
    this.counts = core.counts();
  }

  /**
   * Starts a mapping. Blocks for one call to the stream, to learn its ARN.
   *
   * @param destination takes what is given up; null to drop it, which is counted
   * @param from {@link Checkpoint#NONE}, or where an earlier mapping ended
   * @throws software.amazon.awssdk.core.exception.SdkException if the stream cannot be described
   */
  public static EventSourceMapping start(
      MappingSettings settings,
      KinesisClient client,
      String stream,
      LambdaFunction function,
      @Nullable FailureDestination destination,
      Checkpoint from) {
    KinesisShardReader reader = new KinesisShardReader(client, stream);
    EventSourceMapping mapping =
        new EventSourceMapping(
            settings,
            reader,
            new EventJson(reader.streamArn()),
            function,
            destination,
            from,
            InstantSource.system());
    Thread.ofPlatform().daemon().name("event-source-mapping-" + stream).start(mapping::run);
    return mapping;
  }

  /** The mapping's id, as in the keys of on-failure objects. */
  public String id() {
    return id;
  }

  /** As of a moment ago. Does not block. */
  public MappingCounts counts() {
    return counts;
  }

  /**
   * Blocks until everything that is in the stream now has been seen through.
   *
   * @return whether that happened within the time limit
   * @throws IllegalStateException if the mapping has ended
   */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
    mailbox.add(now -> waiters.add(new Waiter(core.hurry(now), caughtUp)));
    if (ended.getCount() == 0) {
      caughtUp.complete(false);
    }
    try {
      if (caughtUp.get(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      throw new IllegalStateException("the mapping has ended");
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the mapping has failed", e.getCause());
    }
  }

  /**
   * Stops reading, sees running invocations through (for at most 10 s), and blocks until then. What
   * has been read but not invoked is left for a later mapping.
   */
  @Override
  public void close() {
    stop();
  }

  /** The same as {@link #close()}; says how far it has come. */
  public Checkpoint stop() {
    mailbox.add(
        now -> {
          stopping = true;
          core.stop();
        });
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Invocations still run {} s after the mapping was stopped", PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
    return checkpoint();
  }

  /** How far it has come. Blocks until the deciding thread says so, which is soon. */
  public Checkpoint checkpoint() {
    CompletableFuture<Checkpoint> known = new CompletableFuture<>();
    mailbox.add(now -> known.complete(core.checkpoint()));
    if (ended.getCount() == 0) {
      return last.join();
    }
    return known.join();
  }

  private void run() {
    try {
      while (!stopping || core.isInvoking()) {
        Instant now = clock.instant();
        core.advance(now).forEach(this::execute);
        settle();
        Consumer<Instant> event = next(now);
        while (event != null) {
          event.accept(clock.instant());
          event = mailbox.poll();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The event source mapping has failed and reads no more", e);
      waiters.forEach(waiter -> waiter.caughtUp().completeExceptionally(e));
    } finally {
      counts = core.counts(); // whoever stops it reads them once it has ended
      last.complete(core.checkpoint());
      // From here on nobody waits for an answer any more; whoever came before gets one.
      ended.countDown();
      for (Consumer<Instant> event = mailbox.poll(); event != null; event = mailbox.poll()) {
        event.accept(clock.instant());
      }
      settle();
      waiters.forEach(waiter -> waiter.caughtUp().complete(false));
    }
  }

  /** Waits for something to happen, at most until the core wants to be called. */
  private @Nullable Consumer<Instant> next(Instant now) {
    Instant wakeAt = core.wakeAt();
    Duration wait = wakeAt == null ? LONG : Duration.between(now, wakeAt);
    try {
      return wait.isPositive()
          ? mailbox.poll(wait.toNanos(), TimeUnit.NANOSECONDS)
          : mailbox.poll();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void settle() {
    counts = core.counts();
    waiters.removeIf(waiter -> core.isCaughtUp(waiter.mark()) && waiter.caughtUp().complete(true));
  }

  private void execute(Command command) {
    workers.execute(
        () -> {
          switch (command) {
            case Command.ListShards list -> listShards(list);
            case Command.Read read -> read(read);
            case Command.Invoke invoke -> invoke(invoke);
            case Command.Deliver deliver -> deliver(deliver);
          }
        });
  }

  private void listShards(Command.ListShards command) {
    try {
      List<SourceShard> shards = reader.shards();
      mailbox.add(now -> core.listed(command, shards, now));
    } catch (RuntimeException e) {
      LOG.warn("Cannot list the shards: {}", e.getMessage());
      mailbox.add(core::listFailed);
    }
  }

  private void read(Command.Read command) {
    try {
      ReadResult result = reader.read(command.shardId(), command.from(), command.limit());
      mailbox.add(now -> core.read(command, result, now));
    } catch (ShardReader.ExpiredPositionException e) {
      mailbox.add(now -> core.readFailed(command, true, now));
    } catch (RuntimeException e) {
      LOG.warn("Cannot read {}: {}", command.shardId(), e.getMessage());
      mailbox.add(now -> core.readFailed(command, false, now));
    }
  }

  private void invoke(Command.Invoke command) {
    Outcome outcome;
    try {
      outcome = function.invoke(events.write(command.batch().records()));
      if (!(outcome instanceof Outcome.Success)) {
        LOG.warn("Invocation failed: {}", outcome);
      }
    } catch (InterruptedException e) {
      outcome = new Outcome.ServiceError("ServiceException", "the mapping is ending");
    } catch (RuntimeException e) {
      LOG.error("Cannot invoke the function", e);
      outcome = new Outcome.ServiceError("ServiceException", e.toString());
    }
    Outcome known = outcome;
    mailbox.add(now -> core.invoked(command, known, now));
  }

  private void deliver(Command.Deliver command) {
    boolean kept = false;
    try {
      if (destination != null) {
        FailedBatch batch = command.batch();
        destination.put(
            batch.objectKey(id), batch.json(events, function.arn(), destination.wantsRecords()));
        kept = true;
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The on-failure destination did not take a batch: {}", e.getMessage());
    }
    boolean known = kept;
    mailbox.add(now -> core.delivered(command, known, now));
  }
}
