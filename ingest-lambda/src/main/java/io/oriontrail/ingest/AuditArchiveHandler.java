package io.oriontrail.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies the audit table's changes to a bucket that lets nothing be taken back: Lambda calls it
 * with the table's stream. What a change is, it does not ask; it is written down as it came. Writes
 * one line of metrics for each batch. Safe for use by several threads at once.
 *
 * <p>Throws where a batch is not copied; Lambda then delivers it again.
 */
public final class AuditArchiveHandler implements RequestStreamHandler {
  /** Changes that lie in the bucket; dimension {@link MetricsLine#FUNCTION}. */
  public static final String COPIED = "AuditCopied";

  /** What the keys of all objects begin with; the function may write nowhere else. */
  public static final String PREFIX = "audit/";

  private final Archive archive;
  private final InstantSource clock;
  private final PrintStream out;

  /** What Lambda calls: settings from the environment. */
  public AuditArchiveHandler() {
    this(System.getenv(), System.out);
  }

  /**
   * A handler with settings of its own, for tests.
   *
   * @param out where metrics go
   * @throws IllegalArgumentException if a setting is missing or wrong; see {@link ArchiveConfig}
   */
  public AuditArchiveHandler(Map<String, String> environment, PrintStream out) {
    this(ArchiveConfig.from(environment), environment, out);
  }

  private AuditArchiveHandler(
      ArchiveConfig config, Map<String, String> environment, PrintStream out) {
    this(
        new S3Archive(
            new Once<>(new AwsClients(config.region(), null, config.s3Endpoint(), environment)::s3),
            config.bucket()),
        InstantSource.system(),
        out);
  }

  AuditArchiveHandler(Archive archive, InstantSource clock, PrintStream out) {
    this.archive = archive;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    TableChanges changes = TableChanges.read(input);
    if (changes.count() > 0) {
      archive.put(PREFIX + changes.name(), changes.compressed());
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(COPIED, (long) changes.count());
    out.println(
        MetricsLine.line(
            Map.of(MetricsLine.FUNCTION, context.getFunctionName()),
            counts,
            Map.of(),
            new Invocation(context.getFunctionName(), context.getAwsRequestId()),
            clock.instant()));
  }
}
