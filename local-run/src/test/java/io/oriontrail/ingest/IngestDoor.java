package io.oriontrail.ingest;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.store.RollupWriter;
import io.oriontrail.store.StepEventWriter;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/** Lets tests of the whole line hand parts and time to the handler, which only its package may. */
public final class IngestDoor {
  private IngestDoor() {}

  /**
   * The handler as it is deployed, but for where it writes and for time.
   *
   * @param out where its lines go
   */
  public static RequestStreamHandler handler(
      StepEventWriter writer,
      RollupWriter rollups,
      S3Client s3,
      InstantSource clock,
      PrintStream out) {
    return handler(writer, rollups, s3, clock, out, Set.of());
  }

  /**
   * The same.
   *
   * @param steps whose runs are counted in metrics
   */
  public static RequestStreamHandler handler(
      StepEventWriter writer,
      RollupWriter rollups,
      S3Client s3,
      InstantSource clock,
      PrintStream out,
      Set<String> steps) {
    return new IngestHandler(
        new BatchIngestor(
            new BatchIngestor.Targets(
                writer,
                new S3Quarantine(() -> s3, "quarantine", clock),
                new RollupKeeper(rollups, Duration.ofDays(14), clock),
                new StepTally(steps, clock),
                PayloadRules.NONE),
            clock),
        clock,
        out);
  }

  /** The archive's handler as it is deployed, but for where it writes and for time. */
  public static RequestStreamHandler archive(S3Client s3, InstantSource clock, PrintStream out) {
    return new ArchiveHandler(new S3Archive(() -> s3, "archive"), PayloadRules.NONE, clock, out);
  }

  /** That which copies the audit, likewise. */
  public static RequestStreamHandler auditArchive(
      S3Client s3, InstantSource clock, PrintStream out) {
    return new AuditArchiveHandler(new S3Archive(() -> s3, "audit"), clock, out);
  }
}
