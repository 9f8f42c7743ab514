package io.oriontrail.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.RollupReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The door of the query function: events of API Gateway's HTTP API (payload format 2.0) in, their
 * answers out. Whatever is wrong becomes an answer with a status; only what is no such event at all
 * fails the invocation. Called with the task {@link CompletenessLog#TASK} in place of a request it
 * writes how complete the last hour is, and answers nothing. Safe for use by several threads at
 * once; blocks.
 */
public final class QueryHandler implements RequestStreamHandler {
  /** The gateway gives up after 30 s; the store has to have done so before. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration STORE_ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

  /** What Lambda says where it takes a snapshot after the start (SnapStart). */
  private static final String SNAPSHOT = "snap-start";

  private final QueryApi api;
  private final OriginGuard origin;
  private final RequestLog log;
  private final CompletenessLog completeness;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long initNanos;
  private final AtomicBoolean warm = new AtomicBoolean();

  /** As Lambda makes it, with the settings of this process's environment. */
  public QueryHandler() {
    this(System.getenv(), System.out);
    if (SNAPSHOT.equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
      prime();
    }
  }

  /** With the settings given, its log on standard output. */
  public QueryHandler(Map<String, String> environment) {
    this(environment, System.out);
  }

  /**
   * With the settings given; see {@link QueryConfig} for their names.
   *
   * @param log where metrics and logs go, a line each
   * @throws IllegalArgumentException if a setting is missing or wrong
   * @throws JourneyException if the journey definition is
   */
  public QueryHandler(Map<String, String> environment, PrintStream log) {
    this(environment, log, STORE_TIMEOUT, STORE_ATTEMPT_TIMEOUT);
  }

  /** The same, which waits that long for each answer of the store. */
  QueryHandler(Map<String, String> environment, PrintStream log, Duration patience) {
    this(environment, log, patience, patience);
  }

  private QueryHandler(
      Map<String, String> environment, PrintStream log, Duration timeout, Duration attempt) {
    this(() -> parts(QueryConfig.from(environment), log, timeout, attempt), log, System::nanoTime);
  }

  QueryHandler(QueryApi.Parts parts, PrintStream log, LongSupplier nanoTime) {
    this(() -> parts, log, nanoTime);
  }

  private QueryHandler(Supplier<QueryApi.Parts> making, PrintStream log, LongSupplier nanoTime) {
    long began = nanoTime.getAsLong();
    QueryApi.Parts parts = making.get();
    this.api = new QueryApi(parts);
    this.origin = parts.origin();
    this.log = new RequestLog(log);
    this.completeness = new CompletenessLog(parts.stores().rollups(), parts.clock(), log);
    this.clock = parts.clock();
    this.nanoTime = nanoTime;
    this.initNanos = nanoTime.getAsLong() - began;
  }

  /**
   * Asks for a timeline that nobody has and for the state of the stores, so that the snapshot holds
   * the classes and compiled code that the first caller would otherwise wait for. What comes of it
   * does not matter: a store that does not answer now may do so later.
   */
  private void prime() {
    Caller nobody = new Caller(null, null, Set.of(), "priming");
    for (String path : List.of("/v1/health", "/v1/accounts/priming/executions/priming")) {
      api.answer(new Request("GET", path, "", Map.of(), nobody), "priming");
    }
  }

  private static QueryApi.Parts parts(
      QueryConfig config, PrintStream log, Duration timeout, Duration attempt) {
    InstantSource clock = InstantSource.system();
    DynamoDbClient client = client(config, timeout, attempt);
    DynamoDbEventStore events =
        new DynamoDbEventStore(client, config.eventTable(), config.retention(), clock);
    RollupReader rollups =
        config.rollupTable() == null
            ? new MissingRollups()
            : new DynamoDbRollupStore(client, config.rollupTable(), config.retention(), clock)
                .reader(events);
    return new QueryApi.Parts(
        new Stores(events, events, events, rollups),
        config.journeyFile() == null ? Journey.none() : JourneyFile.read(config.journeyFile()),
        config.rollupTable() == null
            ? BaselineSource.NONE
            : new RollupBaselines(rollups, clock, Executors.newVirtualThreadPerTaskExecutor()),
        Cursors.of(config.cursorKey(), config.eventTable()),
        config.access(),
        audit(config.audit(), client, log),
        OriginGuard.of(config.originSecrets()),
        clock,
        config.retention(),
        config.region());
  }

  private static AuditLog audit(
      QueryConfig.Audit settings, DynamoDbClient client, PrintStream log) {
    if (settings.table() != null) {
      return new DynamoDbAuditLog(client, settings.table(), settings.retention());
    }
    return settings.logged() ? new PrintedAuditLog(log) : AuditLog.NONE;
  }

  private static DynamoDbClient client(QueryConfig config, Duration timeout, Duration attempt) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                settings -> settings.apiCallTimeout(timeout).apiCallAttemptTimeout(attempt));
    if (config.region() != null) {
      builder.region(Region.of(config.region()));
    }
    if (config.dynamoDbEndpoint() != null) {
      builder.endpointOverride(config.dynamoDbEndpoint());
    }
    QueryConfig.Credentials given = config.credentials();
    if (given != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              given.sessionToken() == null
                  ? AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())
                  : AwsSessionCredentials.create(
                      given.accessKeyId(), given.secretAccessKey(), given.sessionToken())));
    }
    return builder.build();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    long began = nanoTime.getAsLong();
    GatewayEvent event = GatewayEvent.read(input);
    String requestId = context.getAwsRequestId();
    if (event.asksForCompleteness()) {
      completeness.write(context.getFunctionName(), requestId);
      return;
    }
    Request request = event.request();
    QueryApi.Answer answer =
        origin.admits(request)
            ? api.answer(request, requestId)
            : OriginGuard.refusal(request, requestId);
    GatewayAnswer.write(answer.response(), requestId, request.wantsBody(), output);
    boolean coldStart = warm.compareAndSet(false, true);
    log.write(
        new RequestLog.Entry(
            context.getFunctionName(),
            requestId,
            answer,
            clock.millis(),
            nanoTime.getAsLong() - began,
            coldStart ? initNanos : null));
  }
}
