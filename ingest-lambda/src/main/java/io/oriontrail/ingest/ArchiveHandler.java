package io.oriontrail.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * The archive's door: Lambda calls it with large batches of the same stream that {@link
 * IngestHandler} reads, by a mapping of its own, so that neither waits for the other. It answers
 * with the first record that must come again. Writes one line of metrics to standard output for
 * each batch and one of log for each problem. Safe for use by several threads at once.
 */
public final class ArchiveHandler implements RequestStreamHandler {
  private final Archive archive;
  private final PayloadRules payload;
  private final InstantSource clock;
  private final PrintStream out;

  /** What Lambda calls: settings from the environment. */
  public ArchiveHandler() {
    this(System.getenv(), System.out);
  }

  /**
   * A handler with settings of its own, for local runs.
   *
   * @param out where metrics and logs go, a line each
   * @throws IllegalArgumentException if a setting is missing or wrong; see {@link ArchiveConfig}
   */
  public ArchiveHandler(Map<String, String> environment, PrintStream out) {
    this(ArchiveConfig.from(environment), environment, out);
  }

  private ArchiveHandler(ArchiveConfig config, Map<String, String> environment, PrintStream out) {
    this(
        new S3Archive(
            new Once<>(new AwsClients(config.region(), null, config.s3Endpoint(), environment)::s3),
            config.bucket()),
        config.payload(),
        InstantSource.system(),
        out);
  }

  ArchiveHandler(Archive archive, PayloadRules payload, InstantSource clock, PrintStream out) {
    this.archive = archive;
    this.payload = payload;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Invocation invocation = new Invocation(context.getFunctionName(), context.getAwsRequestId());
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    ArchiveBatch batch =
        new ArchiveBatch(archive, payload, clock, IngestHandler.deadline(clock.instant(), left));
    try (KinesisEventReader records = new KinesisEventReader(input)) {
      for (StreamRecord record = records.next(); record != null; record = records.next()) {
        batch.take(record);
      }
    }
    ArchiveOutcome outcome = batch.finish();
    if (outcome.problem() != null) {
      out.println(
          LogLine.problem(
              outcome.problem(),
              invocation,
              clock.instant(),
              outcome.resumeAt(),
              Map.of("recordsOwed", outcome.recordsOwed())));
    }
    out.println(ArchiveMetrics.line(outcome, invocation, clock.instant()));
    IngestHandler.answer(output, outcome.resumeAt());
  }
}
