package io.oriontrail.local;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.local.archive.Days;
import io.oriontrail.local.erase.BucketCounts;
import io.oriontrail.local.erase.Erasure;
import io.oriontrail.query.AuditException;
import io.oriontrail.query.DynamoDbAuditLog;
import io.oriontrail.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
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

@Command(
    name = "erase",
    description =
        "Erases all events of accounts: from the table, the archive, the quarantine and the batches"
            + " that were given up, older versions of objects included. Says what it would erase;"
            + " erases with --yes, after it has recorded so in the audit table, and then looks"
            + " whether anything is left. Safe to repeat. Of the line that runs on this machine, or"
            + " with --table of a deployed one.",
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  private static final Duration AUDIT_RETENTION = Duration.ofDays(400);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--account",
      required = true,
      paramLabel = "A",
      description = "whose; may be given several times, for one pass over the archive")
  private Set<String> accounts = new LinkedHashSet<>();

  @Option(names = "--yes", description = "do it; there is no way back")
  private boolean yes;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who asked for it, for the audit (default: the name you are logged in by)")
  private String by = System.getProperty("user.name", "unknown");

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "of the archive only what the stream took on that day (UTC) or later")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "or on that day or before")
  private @Nullable LocalDate to;

  @Option(
      names = "--scan",
      description =
          "read the whole table for executions that neither its listings nor the archive name;"
              + " costs as much as reading every byte of it")
  private boolean scan;

  @Mixin private RunningLine running = new RunningLine();

  @ArgGroup(exclusive = false, heading = "A deployed line:%n")
  private @Nullable DeployedLine deployed;

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() {
    try {
      accounts.forEach(account -> ExecutionKey.of(account, account));
    } catch (InvalidEventException e) {
      throw wrongUsage("--account is no account's id: " + e.getMessage());
    }
    try (LineAccess line = LineAccess.of(running, deployed)) {
      return erase(line);
    } catch (AuditException e) {
      throw new CliException("no record, no erasure: " + e.getMessage(), e);
    } catch (SdkException | StoreException e) {
      throw new CliException("what the line keeps does not answer: " + e.getMessage(), e);
    }
  }

  private int erase(LineAccess line) {
    LineAccess.Names names = line.names();
    Erasure erasure =
        new Erasure(
            line.s3(),
            line.dynamoDb(),
            new Erasure.Places(
                names.archive(),
                names.quarantine(),
                names.failures(),
                Objects.requireNonNull(names.table())),
            accounts,
            progress::say);
    tellLeftOut(names);
    Days days = new Days(from, to);
    if (!yes) {
      Erasure.Report found = erasure.run(true, days, scan);
      tell(found, "would erase");
      progress.say("nothing is erased without --yes");
      return found.whole() ? 0 : 1;
    }
    String audit = names.audit();
    if (audit == null) {
      throw wrongUsage(
          "of a deployed line, name --audit-table: without a record nothing is erased");
    }
    String id = UUID.randomUUID().toString();
    record(line, audit, id, "begun", false);
    Erasure.Report done = erasure.run(false, days, scan);
    tell(done, "erased");
    Erasure.Report left = erasure.run(true, days, scan);
    record(
        line,
        audit,
        id,
        "erased %d, found afterwards %d".formatted(done.erased(), left.erased()),
        true);
    progress.say("looked again: found %d".formatted(left.erased()));
    return left.erased() == 0 && left.whole() ? 0 : 1;
  }

  private void record(LineAccess line, String audit, String id, String what, boolean done) {
    for (String account : accounts) {
      DynamoDbAuditLog.recordErasure(
          line.dynamoDb(),
          audit,
          AUDIT_RETENTION,
          new DynamoDbAuditLog.Erasing(account, by, id, Instant.now()),
          what,
          done);
    }
  }

  private void tellLeftOut(LineAccess.Names names) {
    tellLeftOut("archive", names.archive());
    tellLeftOut("quarantine", names.quarantine());
    tellLeftOut("given-up batches", names.failures());
  }

  private void tellLeftOut(String place, @Nullable String name) {
    if (name == null) {
      progress.say(place + ": not named, so not looked into");
    }
  }

  private void tell(Erasure.Report report, String verb) {
    tell("quarantine", report.quarantine(), verb);
    tell("given-up batches", report.failures(), verb);
    tell("archive", report.archive(), verb);
    progress.say(
        "table: found %d = %s %d (events %d, listings %d)"
            .formatted(
                report.table().items(),
                verb,
                report.table().items(),
                report.table().events(),
                report.table().listings()));
  }

  private void tell(String place, @Nullable BucketCounts counts, String verb) {
    if (counts == null) {
      return;
    }
    progress.say(
        "%s: objects %d (rewritten %d, removed %d), found %d = %s %d + kept %d"
            .formatted(
                place,
                counts.objects(),
                counts.rewritten(),
                counts.removed(),
                counts.found(),
                verb,
                counts.erased(),
                counts.kept()));
    if (counts.unreadable() > 0) {
      progress.say("  objects that cannot be taken apart (named above): " + counts.unreadable());
    }
    if (counts.unclear() > 0) {
      progress.say("  of the kept, pieces that cannot be looked into: " + counts.unclear());
    }
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
