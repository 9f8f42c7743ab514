package io.oriontrail.local;

import com.sun.net.httpserver.HttpServer;
import io.oriontrail.local.chaos.DynamoDbDoor;
import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.local.esm.Checkpoint;
import io.oriontrail.local.esm.EventSourceMapping;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.KinesisSettings;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.local.lambda.PackagedFunction;
import io.oriontrail.local.s3.S3Local;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A whole line with real parts whose every joint can be made to fail. Safe for use by several
 * threads at once.
 */
final class ChaosLine implements AutoCloseable {
  private static final long BYTES_PER_SHARD = 512L << 20;

  /**
   * The real mapping does not say how it backs off; the line's own minute would be longer than what
   * is allowed for a recovery.
   */
  private static final Duration MAXIMUM_RETRY_DELAY = Duration.ofSeconds(2);

  private final Stack stack = new Stack();
  private final KinesisServer kinesis;
  private final DynamoDbLocal table;
  private final DynamoDbDoor door;
  private final AwsEndpoints endpoints;
  private final AwsClients clients;
  private final LineSettings settings;
  private final MortalFunction ingest;
  private final EventSourceMapping mapping;
  private final HttpServer api;

  /** {@code clock}: the stream's. */
  private ChaosLine(LineSettings settings, InstantSource clock) {
    this.settings = settings;
    ServerSettings servers = ServerSettings.create().withRoot(settings.root());
    CompletableFuture<DynamoDbLocal> startingTable =
        CompletableFuture.supplyAsync(() -> DynamoDbLocal.start(servers));
    CompletableFuture<S3Local> startingS3 =
        CompletableFuture.supplyAsync(() -> S3Local.start(servers));
    this.kinesis =
        stack.opened(
            KinesisServer.start(
                KinesisSettings.defaults()
                    .withClock(clock)
                    .withBytesPerShard(BYTES_PER_SHARD, KinesisSettings.WhenFull.TRIM)));
    this.table = stack.opened(joined(startingTable));
    S3Local s3 = stack.opened(joined(startingS3));
    this.door = stack.opened(DynamoDbDoor.to(table.endpoint()));
    this.endpoints = new Endpoints(kinesis.endpoint(), door.endpoint(), s3.endpoint());
    this.clients =
        stack.opened(
            AwsClients.of(new Endpoints(kinesis.endpoint(), table.endpoint(), s3.endpoint())));
    LineResources.create(clients, settings);
    FunctionLog ingestLog = stack.opened(FunctionLog.create(settings.root(), "chaos-ingest"));
    FunctionLog queryLog = stack.opened(FunctionLog.create(settings.root(), "chaos-query"));
    this.ingest =
        stack.opened(
            new MortalFunction(() -> LineFunctions.ingest(settings, endpoints, ingestLog)));
    LambdaFunction query =
        stack.opened(LineFunctions.query(settings.withPackaged(false), endpoints, queryLog));
    this.mapping = stack.opened(startMapping());
    this.api = serve(query);
  }

  static ChaosLine start(LineSettings settings, InstantSource clock) {
    return new ChaosLine(settings, clock);
  }

  private static <T> T joined(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw CliException.from(e);
    }
  }

  /** The addresses; this line closes itself what is behind them. */
  private record Endpoints(URI kinesis, URI dynamodb, URI s3) implements AwsEndpoints {
    @Override
    public void close() {}
  }

  private EventSourceMapping startMapping() {
    return EventSourceMapping.start(
        LineSettings.mapping(settings.batchWindow())
            .retryDelay(Duration.ofMillis(500), MAXIMUM_RETRY_DELAY)
            .shardDiscoveryInterval(Duration.ofSeconds(1))
            .build(),
        clients.kinesis(),
        LineSettings.STREAM,
        ingest,
        (key, json) -> {
          throw new IOException("nothing may be given up");
        },
        Checkpoint.NONE);
  }

  private HttpServer serve(LambdaFunction query) {
    try {
      HttpServer http =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
      ExecutorService threads = stack.opened(Executors.newVirtualThreadPerTaskExecutor());
      http.setExecutor(threads);
      http.createContext("/", new GatewayHandler(query, Clock.systemUTC()));
      http.start();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
    }
  }

  KinesisServer kinesis() {
    return kinesis;
  }

  DynamoDbDoor door() {
    return door;
  }

  /** Clients that meet no fault of the door's. */
  AwsClients clients() {
    return clients;
  }

  /** Where table and buckets are reached past the door. */
  AwsEndpoints pastTheDoor() {
    return new Endpoints(kinesis.endpoint(), table.endpoint(), endpoints.s3());
  }

  LineSettings settings() {
    return settings;
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
  }

  EventSourceMapping mapping() {
    return mapping;
  }

  /** As by {@code kill -9}: whatever ingest was doing is not answered, and what it knew is gone. */
  void killIngest() {
    ingest.kill();
  }

  /** A function that can be killed: its processes, or what stands for them in this one. */
  private static final class MortalFunction implements LambdaFunction {
    private final Supplier<LambdaFunction> births;
    private volatile LambdaFunction alive;

    MortalFunction(Supplier<LambdaFunction> births) {
      this.births = births;
      this.alive = births.get();
    }

    synchronized void kill() {
      if (alive instanceof PackagedFunction packaged) {
        packaged
            .pids()
            .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        return;
      }
      LambdaFunction dying = alive;
      alive = births.get();
      dying.close(); // ends what it runs as exited
    }

    @Override
    public Outcome invoke(byte[] payload) throws InterruptedException {
      return alive.invoke(payload);
    }

    @Override
    public String arn() {
      return alive.arn();
    }

    @Override
    public void close() {
      alive.close();
    }
  }

  @Override
  public void close() {
    api.stop(0);
    stack.close();
  }
}
