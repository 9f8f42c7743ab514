package io.oriontrail.local;

import io.oriontrail.local.esm.Checkpoint;
import io.oriontrail.local.esm.EventSourceMapping;
import io.oriontrail.local.lambda.LambdaFunction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The whole line, running: ingest behind an event source mapping, query and the dashboard behind
 * the front server. What AWS would run for us is given by {@link AwsEndpoints}, which the caller
 * closes afterwards. Safe for use by several threads at once.
 */
final class LocalLine implements AutoCloseable {
  private static final int BATCH = 100;

  /** Deployed it is minutes, for fewer and larger objects; here people look at once. */
  private static final Duration ARCHIVE_WINDOW = Duration.ofSeconds(1);

  private static final int ARCHIVE_BATCH = 10_000;

  /** A packaged function starts a JVM first, on a machine that may be busy. */
  private static final Duration FIRST_ANSWER_LIMIT = Duration.ofMinutes(4);

  private final Path root;
  private final LineDescription description;
  private final FrontServer front;
  private final AwsClients clients;
  private final LineFunctions functions;
  private final EventSourceMapping mapping;
  private final @Nullable EventSourceMapping archiving;

  private LocalLine(
      Path root,
      LineDescription description,
      FrontServer front,
      AwsClients clients,
      LineFunctions functions,
      EventSourceMapping mapping,
      @Nullable EventSourceMapping archiving) {
    this.root = root;
    this.description = description;
    this.front = front;
    this.clients = clients;
    this.functions = functions;
    this.mapping = mapping;
    this.archiving = archiving;
  }

  /**
   * Makes the stream, the table and the buckets, and starts the rest. Blocks until all of it runs.
   *
   * @param front bound, not serving yet; closed with the line
   * @throws CliException if something is missing that a person can mend
   */
  static LocalLine start(LineSettings settings, AwsEndpoints aws, FrontServer front) {
    Path site = settings.root().resolve("dashboard/dist");
    if (!Files.isRegularFile(site.resolve("index.html"))) {
      throw new CliException("the dashboard is not built: there is no " + site + "/index.html.");
    }
    AwsClients clients = AwsClients.of(aws);
    LineResources.create(clients, settings);
    LineFunctions functions = LineFunctions.start(settings, aws);
    EventSourceMapping mapping =
        startMapping(clients, settings.batchWindow(), BATCH, functions.ingest());
    LambdaFunction archive = functions.archive();
    EventSourceMapping archiving =
        archive == null ? null : startMapping(clients, ARCHIVE_WINDOW, ARCHIVE_BATCH, archive);
    LineDescription description = describe(aws, front.address());
    front.serve(
        description,
        new GatewayHandler(functions.query(), Clock.systemUTC()),
        new StaticFiles(site));
    return new LocalLine(
        settings.root(), description, front, clients, functions, mapping, archiving);
  }

  private static EventSourceMapping startMapping(
      AwsClients clients, Duration window, int batchSize, LambdaFunction function) {
    return EventSourceMapping.start(
        LineSettings.mapping(window).batchSize(batchSize).build(),
        clients.kinesis(),
        LineSettings.STREAM,
        function,
        (key, json) -> putFailure(clients, key, json),
        Checkpoint.NONE);
  }

  private static void putFailure(AwsClients clients, String key, byte[] json) throws IOException {
    try {
      clients
          .s3()
          .putObject(
              request -> request.bucket(LineSettings.FAILURE_BUCKET).key(key),
              RequestBody.fromBytes(json));
    } catch (SdkException e) {
      throw new IOException("cannot keep " + key, e);
    }
  }

  private static LineDescription describe(AwsEndpoints aws, URI address) {
    return new LineDescription(
        address,
        address.resolve("v1"),
        aws.kinesis(),
        aws.dynamodb(),
        aws.s3(),
        aws.region(),
        LineSettings.STREAM,
        LineSettings.TABLE,
        LineSettings.QUARANTINE_BUCKET,
        LineSettings.FAILURE_BUCKET,
        LineSettings.ARCHIVE_BUCKET,
        LineSettings.AUDIT_TABLE);
  }

  LineDescription description() {
    return description;
  }

  LineFunctions functions() {
    return functions;
  }

  /** Blocks until ingest has taken all that is in the stream, or that long. */
  boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    return mapping.awaitCaughtUp(limit);
  }

  /**
   * Asks the API whether it is well, as the first visitor would, so that what is broken shows
   * before anybody is told that the line is ready.
   *
   * @throws CliException if it is not
   */
  void requireAnswer() throws InterruptedException {
    URI health = description.dashboard().resolve("v1/health");
    String answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(health).timeout(FIRST_ANSWER_LIMIT).build(),
              BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return;
      }
      answer = response.statusCode() + " " + response.body();
    } catch (IOException e) {
      answer = String.valueOf(e.getMessage());
    }
    throw new CliException(
        "the query function does not answer (%s gave: %s); what it said is in %s."
            .formatted(health, answer, FunctionLog.file(root, "query")));
  }

  /** Stops taking requests, lets ingest finish what it has begun, and ends the rest. */
  @Override
  public void close() {
    front.close();
    mapping.close();
    if (archiving != null) {
      archiving.close();
    }
    functions.close();
    clients.close();
  }
}
