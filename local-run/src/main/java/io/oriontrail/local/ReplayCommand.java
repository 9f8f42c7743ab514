package io.oriontrail.local;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.local.archive.Days;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description =
        "Sends the events of a file (wire format, one a line, plain or gzip) through the emitter"
            + " library into the running line, or with --archive archived events into the stream."
            + " Events keep their ids: replaying them twice leaves the table as it was.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final long LOOK_AGAIN_AFTER = Duration.ofMillis(500).toNanos();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "events, .ndjson or .ndjson.gz")
  private @Nullable Path file;

  @Option(
      names = "--archive",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "BUCKET[/PREFIX]",
      description = "in place of a file: an archive (default: the running line's own)")
  private @Nullable String archive;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "with --archive: what the stream took on that day (UTC) or later")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "or on that day or before")
  private @Nullable LocalDate to;

  @Option(
      names = "--account",
      paramLabel = "A",
      description = "with --archive: events of this account only")
  private @Nullable String account;

  @Option(names = "--rate", paramLabel = "N", description = "at most N events a second")
  private @Nullable Double rate;

  @Option(
      names = "--wait",
      description = "end only when every event is in the table or in quarantine")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "with --wait: give up when nothing more arrived for so long (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  @Mixin private RunningLine running = new RunningLine();

  @ArgGroup(exclusive = false, heading = "A deployed line, with --archive:%n")
  private @Nullable DeployedLine deployed;

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() {
    if (rate != null && !(rate > 0)) {
      throw wrongUsage("--rate must be greater than 0; it is " + rate);
    }
    if (timeoutSeconds < 1) {
      throw wrongUsage("--timeout must be at least 1; it is " + timeoutSeconds);
    }
    if ((file == null) == (archive == null)) {
      throw wrongUsage("name a FILE or an --archive");
    }
    if (archive != null) {
      return replayArchive(archive);
    }
    LineDescription line = running.description();
    try (LineClients clients = LineClients.of(line);
        OrionEmitter emitter = clients.emitter("replay")) {
      StoredCheck check = new StoredCheck(clients.reader(), clients.quarantine());
      Pace pace = rate == null ? Pace.unlimited() : Pace.perSecond(rate);
      EventFile.Lines lines =
          new Replay(emitter, check, pace, progress).send(Objects.requireNonNull(file));
      progress.say(
          "sent %,d events in %.1f s; looking for them in the table"
              .formatted(lines.events(), pace.elapsedSeconds()));
      awaitStored(check);
      return report(lines, emitter.stats(), check);
    }
  }

  private int replayArchive(String place) {
    if (rate != null) {
      throw wrongUsage(
          "--rate goes with a FILE; an archive is sent as fast as the stream takes it");
    }
    try (LineAccess line = LineAccess.of(running, deployed)) {
      String bucket = place.isEmpty() ? line.names().archive() : place;
      if (bucket == null || line.names().stream() == null) {
        throw wrongUsage("of a deployed line, name --stream and the archive's bucket");
      }
      Duration patience = wait ? Duration.ofSeconds(timeoutSeconds) : null;
      return new ArchiveRun(line, progress, patience)
          .run(
              bucket,
              new Days(from, to),
              account == null ? Set.of() : Set.of(account),
              event -> account == null || event.key().accountId().equals(account));
    }
  }

  private void awaitStored(StoredCheck check) {
    check.look();
    long lastArrival = System.nanoTime();
    while (wait && check.missing() > 0) {
      progress.show("waiting: stored %,d, missing %,d".formatted(check.stored(), check.missing()));
      LockSupport.parkNanos(LOOK_AGAIN_AFTER);
      long before = check.missing();
      check.lookOn();
      boolean isTimeOver =
          System.nanoTime() - lastArrival > Duration.ofSeconds(timeoutSeconds).toNanos();
      if (check.missing() == before && isTimeOver) {
        check.look();
        if (check.missing() == before) {
          return;
        }
      }
      if (check.missing() < before) {
        lastArrival = System.nanoTime();
      }
    }
  }

  private int report(EventFile.Lines lines, EmitterStats stats, StoredCheck check) {
    progress.say(
        "read %d, delivered %d, dropped %d, stored %d, repeated %d, quarantined %d"
            .formatted(
                lines.events(),
                stats.delivered(),
                stats.dropped(),
                check.stored(),
                check.repeated(),
                check.quarantined()));
    if (lines.bad() > 0) {
      progress.say("bad lines %d (named above, not sent)".formatted(lines.bad()));
    }
    if (lines.heartbeats() > 0) {
      progress.say("heartbeats %d (of another emitter, not sent)".formatted(lines.heartbeats()));
    }
    if (stats.dropped() > 0) {
      progress.say("dropped by reason: " + stats.droppedByReason());
    }
    if (check.missing() > 0) {
      progress.say(
          "%s %d events, for instance of %s"
              .formatted(
                  wait ? "missing after the time limit:" : "not yet in the table:",
                  check.missing(),
                  check.anyMissing()));
    }
    boolean whole = lines.bad() == 0 && stats.dropped() == 0 && (!wait || check.missing() == 0);
    return whole ? 0 : 1;
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
