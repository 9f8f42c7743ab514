package io.oriontrail.local;

import io.oriontrail.local.redrive.Redrive;
import io.oriontrail.local.redrive.RedriveCounts;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

@Command(
    name = "redrive",
    description =
        "Sends what was set aside through the line again: unfit events that ingest can"
            + " read by now, and batches that were given up. What is still unfit stays in quarantine"
            + " with its reason. Safe to repeat. Of the line that runs on this machine, or with"
            + " --stream of a deployed one, by the SDK's usual credentials.",
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

  @Mixin private RunningLine running = new RunningLine();

  @ArgGroup(exclusive = false, heading = "A deployed line:%n")
  private @Nullable Deployed deployed;

  @Spec private @Nullable CommandSpec spec;

  /** Where a line is that does not run here. */
  static final class Deployed {
    @Option(
        names = "--stream",
        required = true,
        paramLabel = "NAME",
        description = "the stream (output StreamName of the stack)")
    private String stream = "";

    @Option(
        names = "--quarantine-bucket",
        paramLabel = "NAME",
        description = "of unfit events (output QuarantineBucket); left alone unless named")
    private @Nullable String quarantine;

    @Option(
        names = "--failure-bucket",
        paramLabel = "NAME",
        description = "of batches that were given up (output FailureBucket); as above")
    private @Nullable String failures;

    @Option(
        names = "--region",
        paramLabel = "R",
        description = "(default: the SDK's, from AWS_REGION or the profile)")
    private @Nullable String region;

    @Option(
        names = "--kinesis-endpoint",
        paramLabel = "URL",
        description = "other than AWS's, such as LocalStack's")
    private @Nullable URI kinesisEndpoint;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "the same of S3")
    private @Nullable URI s3Endpoint;
  }

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() {
    return deployed == null ? ofRunningLine() : of(deployed);
  }

  private int ofRunningLine() {
    LineDescription line = running.description();
    try (AwsClients aws = AwsClients.of(line)) {
      return redrive(
          aws.s3(), aws.kinesis(), line.stream(), line.quarantineBucket(), line.failureBucket());
    } catch (SdkException e) {
      throw new CliException("the line's buckets do not answer: " + e.getMessage(), e);
    }
  }

  private int of(Deployed line) {
    String quarantine = only == Place.FAILURES ? null : line.quarantine;
    String failures = only == Place.QUARANTINE ? null : line.failures;
    if (quarantine == null && failures == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "with --stream, name what to empty: --quarantine-bucket, --failure-bucket or both"
              + (only == null ? "" : " (--only " + only + " leaves the other out)"));
    }
    try (DeployedClients aws =
        DeployedClients.of(line.region, line.kinesisEndpoint, line.s3Endpoint)) {
      return redrive(aws.s3(), aws.kinesis(), line.stream, quarantine, failures);
    } catch (SdkException e) {
      throw new CliException("AWS does not answer: " + e.getMessage(), e);
    }
  }

  /** Empties the buckets; null: none. */
  private int redrive(
      S3Client s3,
      KinesisClient kinesis,
      String stream,
      @Nullable String quarantine,
      @Nullable String failures) {
    Redrive redrive = new Redrive(s3, kinesis, stream, this::isAskedFor, dryRun, progress::say);
    boolean whole = true;
    if (quarantine != null && only != Place.FAILURES) {
      whole &= tell("quarantine", redrive.quarantine(quarantine));
    }
    if (failures != null && only != Place.QUARANTINE) {
      whole &= tell("failures", redrive.failures(failures));
    }
    return whole ? 0 : 1;
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
