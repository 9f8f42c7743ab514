package io.oriontrail.local;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.archive.Days;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

@Command(
    name = "restore",
    description =
        "Brings one account's executions back from the archive into the table, where they have"
            + " expired: its archived events take the usual way through the line, and are there for"
            + " as long as new ones. Safe to repeat. Of the line that runs on this machine, or with"
            + " --table and --stream of a deployed one.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--account", required = true, paramLabel = "A", description = "whose")
  private String account = "";

  @Option(names = "--execution", paramLabel = "E", description = "this one only (default: all)")
  private @Nullable String execution;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "what was archived today and on the N days before (default: all there is)")
  private @Nullable Integer days;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "give up when nothing more arrived for so long (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  @Mixin private RunningLine running = new RunningLine();

  @ArgGroup(exclusive = false, heading = "A deployed line:%n")
  private @Nullable DeployedLine deployed;

  @Override
  public Integer call() {
    if (days != null && days < 0) {
      throw wrongUsage("--days must be 0 or more; it is " + days);
    }
    try {
      ExecutionKey.of(account, execution == null ? account : execution);
    } catch (InvalidEventException e) {
      throw wrongUsage("there is no such account or execution: " + e.getMessage());
    }
    try (LineAccess line = LineAccess.of(running, deployed)) {
      String archive = line.names().archive();
      if (archive == null || line.names().stream() == null) {
        throw wrongUsage("of a deployed line, name --stream and --archive-bucket");
      }
      return new ArchiveRun(
              line, Progress.onStandardOutput(), Duration.ofSeconds(Math.max(1, timeoutSeconds)))
          .run(archive, span(), Set.of(account), this::isAskedFor);
    }
  }

  private Days span() {
    return days == null ? Days.ALL : new Days(LocalDate.now(ZoneOffset.UTC).minusDays(days), null);
  }

  private boolean isAskedFor(StepEvent event) {
    return event.key().accountId().equals(account)
        && (execution == null || event.key().executionId().equals(execution));
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
