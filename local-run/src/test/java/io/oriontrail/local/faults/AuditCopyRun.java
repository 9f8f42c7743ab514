package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.ingest.IngestDoor;
import io.oriontrail.local.esm.VirtualMapping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * The function that copies the audit on virtual time, before a bucket that can refuse. Each minute
 * somebody looks at something, and each minute the function is called with the oldest change that
 * is not copied, as Lambda does with a table's stream. For one thread.
 */
final class AuditCopyRun {
  private static final String FUNCTION = "audit-archive";
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /**
   * Somebody looked.
   *
   * @param number of the change
   */
  private record Look(Instant at, long number) {
    String event() {
      return """
          {"Records":[{"eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":%d,
          "Keys":{"pk":{"S":"acct-1"}},"NewImage":{"pk":{"S":"acct-1"}},"SequenceNumber":"%d"}}]}"""
          .formatted(at.getEpochSecond(), number);
    }
  }

  private final FaultyS3 s3 = new FaultyS3(new KillSwitch());
  private final VirtualClock clock = new VirtualClock(VirtualMapping.START);
  private final MetricStore metrics = AlarmRun.usualMetrics();
  private final Map<String, Double> figures = new TreeMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Queue<Look> owed = new ArrayDeque<>();
  private final RequestStreamHandler handler =
      IngestDoor.auditArchive(s3, clock, new PrintStream(printed, true, UTF_8));
  private long number;

  /** From now on the bucket takes nothing. */
  AuditCopyRun bucketRefuses() {
    s3.downWhen(() -> true);
    return this;
  }

  /** Lets minutes pass, and looks at all alarms every five of them. */
  AuditCopyRun minutes(int minutes) {
    for (int minute = 0; minute < minutes; minute++) {
      owed.add(new Look(clock.instant(), ++number));
      clock.advance(Duration.ofSeconds(30));
      copy();
      clock.advance(Duration.ofSeconds(30));
      if (minute % 5 == 4) {
        AlarmRun.look(metrics, clock.instant(), figures);
      }
    }
    return this;
  }

  private void copy() {
    Look oldest = owed.element();
    Instant now = clock.instant();
    printed.reset();
    boolean failed = false;
    try {
      handler.handleRequest(
          new ByteArrayInputStream(oldest.event().getBytes(UTF_8)),
          OutputStream.nullOutputStream(),
          new VirtualContext(FUNCTION, clock, now.plus(TIMEOUT)));
      owed.remove();
    } catch (IOException | RuntimeException e) {
      failed = true; // whatever a handler throws is the function's error, as in the cloud
    }
    printed.toString(UTF_8).lines().forEach(metrics::putLine);
    LambdaMetrics.put(
        metrics, FUNCTION, now, failed, (double) Duration.between(oldest.at(), now).toMillis());
  }

  /** The alarms that were raised, with the figure that raised each. */
  Map<String, Double> figures() {
    return figures;
  }
}
