package io.oriontrail.local;

import io.oriontrail.local.redrive.Redrive;
import io.oriontrail.local.redrive.RedriveCounts;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
    name = "redrive",
    description =
        "Sends what was set aside through the running line again: unfit events that ingest can"
            + " read by now, and batches that were given up. What is still unfit stays in quarantine"
            + " with its reason. Safe to repeat.",
    mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {
  /** What to empty. */
  enum Place {
    QUARANTINE,
    FAILURES
  }

  @Option(
      names = "--only",
      paramLabel = "PLACE",
      description = "one of ${COMPLETION-CANDIDATES} (default: both)")
  private @Nullable Place only;

  @Option(
      names = "--reason",
      paramLabel = "R",
      description =
          "only what was set aside for this reason, such as UNSUPPORTED_ENCODING or"
              + " RetryAttemptsExhausted; may be given several times (default: any)")
  private @Nullable Set<String> reasons;

  @Option(names = "--dry-run", description = "look only, and say what would be sent")
  private boolean dryRun;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port of the running line (default: ${DEFAULT-VALUE})")
  private int port;

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() {
    LineDescription line = LineDescription.ofRunningLine(port);
    try (AwsClients aws = AwsClients.of(line)) {
      Redrive redrive =
          new Redrive(
              aws.s3(), aws.kinesis(), line.stream(), this::isAskedFor, dryRun, progress::say);
      boolean whole = true;
      if (only != Place.FAILURES) {
        whole &= tell("quarantine", redrive.quarantine(line.quarantineBucket()));
      }
      if (only != Place.QUARANTINE) {
        whole &= tell("failures", redrive.failures(line.failureBucket()));
      }
      return whole ? 0 : 1;
    } catch (SdkException e) {
      throw new CliException("the line's buckets do not answer: " + e.getMessage(), e);
    }
  }

  private boolean isAskedFor(String reason) {
    return reasons == null || reasons.contains(reason);
  }

  private boolean tell(String place, RedriveCounts counts) {
    progress.say(
        "%s: objects %d, found %d = %s %d + still unfit %d + passed by %d + refused by the stream %d"
            .formatted(
                place,
                counts.objects(),
                counts.found(),
                dryRun ? "would send" : "sent",
                counts.sent(),
                counts.unfit(),
                counts.passedBy(),
                counts.refused()));
    if (counts.unfit() > 0) {
      progress.say("  still unfit by reason: " + counts.unfitByReason());
    }
    if (counts.unreadable() > 0) {
      progress.say("  objects that cannot be taken apart (named above): " + counts.unreadable());
    }
    return counts.refused() == 0 && counts.unreadable() == 0;
  }
}
