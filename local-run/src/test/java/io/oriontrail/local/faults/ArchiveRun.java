package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.ingest.IngestDoor;
import io.oriontrail.local.esm.MappingSettings;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.esm.VirtualMapping.Answer;
import io.oriontrail.local.lambda.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The archive's function on virtual time, behind a mapping set up as the example stage deploys it
 * and before a bucket that can refuse, with the metrics that it prints and those of Lambda. A
 * record a minute is put. For one thread.
 */
final class ArchiveRun {
  private static final String FUNCTION = "archive";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration USUAL = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FaultyS3 s3 = new FaultyS3(new KillSwitch());
  private final VirtualClock clock = new VirtualClock(VirtualMapping.START);
  private final MetricStore metrics = AlarmRun.usualMetrics();
  private final Map<String, Double> figures = new TreeMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private RequestStreamHandler handler =
      IngestDoor.archive(s3, clock, new PrintStream(printed, true, UTF_8));
  private final VirtualMapping mapping = new VirtualMapping(deployed(), 1, this::invoke);
  private long givenUp;
  private int number;

  private static MappingSettings deployed() {
    return MappingSettings.builder()
        .batchSize(10_000)
        .batchingWindow(Duration.ofMinutes(5))
        .bisectBatchOnFunctionError(true)
        .reportBatchItemFailures(true)
        .maximumRecordAge(Duration.ofHours(47))
        .retention(Duration.ofHours(48))
        .build();
  }

  /** Whatever is invoked fails as a whole. */
  ArchiveRun crash() {
    handler =
        (input, output, context) -> {
          throw new IOException("a release that does not work");
        };
    return this;
  }

  /** From now on the bucket takes nothing. */
  ArchiveRun bucketRefuses() {
    s3.downWhen(() -> true);
    return this;
  }

  /** Lets minutes pass, and looks at all alarms every five of them. */
  ArchiveRun minutes(int minutes) {
    return minutes(minutes, 5);
  }

  /** The same, with a look every so many minutes. */
  ArchiveRun minutes(int minutes, int every) {
    for (int minute = 1; minute <= minutes; minute++) {
      pass();
      if (minute % every == 0) {
        AlarmRun.look(metrics, mapping.now(), figures);
      }
    }
    return this;
  }

  /** Lets hours pass in which nobody looks. */
  ArchiveRun hours(int hours) {
    for (int minute = 0; minute < 60 * hours; minute++) {
      pass();
    }
    return this;
  }

  private void pass() {
    StepEvent event =
        StepEvent.started(ExecutionKey.of("acct-" + number, "exec"), "OPEN_ACCOUNT", mapping.now())
            .eventId("archived-" + number)
            .build();
    mapping.put("partition-" + number++, Packed.of(event).data());
    mapping.run(MINUTE);
    long nowGivenUp = mapping.counts().discarded();
    // A period begins with its first moment and ends before the next one's.
    metrics.put(
        new MetricStore.Metric(
            "AWS/Lambda",
            "OnFailureDestinationDeliveredEventCount",
            Map.of("EventSourceMappingUUID", "archive-feed")),
        mapping.now().minusMillis(1),
        (double) (nowGivenUp - givenUp));
    givenUp = nowGivenUp;
  }

  private Answer invoke(byte[] event, Instant now) {
    clock.set(now);
    printed.reset();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Outcome outcome;
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event),
          answer,
          new VirtualContext(FUNCTION, clock, now.plus(TIMEOUT)));
      outcome = new Outcome.Success(answer.toByteArray());
    } catch (IOException e) {
      outcome = new Outcome.FunctionError("java.io.IOException", String.valueOf(e.getMessage()));
    }
    printed.toString(UTF_8).lines().forEach(metrics::putLine);
    LambdaMetrics.put(
        metrics,
        FUNCTION,
        now,
        outcome instanceof Outcome.FunctionError,
        AlarmRun.ageOfLast(event, now));
    return new Answer(outcome, USUAL);
  }

  /** The alarms that were raised, with the figure that raised each. */
  Map<String, Double> figures() {
    return figures;
  }
}
