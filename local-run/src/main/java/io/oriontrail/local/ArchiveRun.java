package io.oriontrail.local;

import io.oriontrail.event.StepEvent;
import io.oriontrail.local.archive.ArchiveObjects;
import io.oriontrail.local.archive.Days;
import io.oriontrail.local.redrive.ArchiveReplay;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Archived events on their way through a line again, told to a person: {@code replay --archive} and
 * {@code restore}. One use, one thread.
 */
final class ArchiveRun {
  private static final long LOOK_AGAIN_AFTER = Duration.ofMillis(500).toNanos();
  private static final int NOTES_SHOWN = 20;

  private final LineAccess line;
  private final Progress progress;
  private final @Nullable StoredCheck check;
  private final Duration patience;
  private long sent;
  private int notes;

  /**
   * A run on the line.
   *
   * @param patience how long to wait for further events in the table; null: not to look there
   */
  ArchiveRun(LineAccess line, Progress progress, @Nullable Duration patience) {
    this.line = line;
    this.progress = progress;
    this.patience = patience == null ? Duration.ZERO : patience;
    LineAccess.Names names = line.names();
    this.check =
        patience == null || names.table() == null
            ? null
            : new StoredCheck(
                line.reader(names.table()), QuarantineReader.of(line.s3(), names.quarantine()));
  }

  /**
   * Sends what is wanted, and says what became of it.
   *
   * @param archive the archive's bucket, with a prefix behind a slash where it has one
   * @param accounts whose events; none for everybody's
   * @return the command's exit status
   */
  int run(String archive, Days days, Set<String> accounts, Predicate<StepEvent> wanted) {
    ArchiveReplay.Counts counts;
    try {
      counts =
          new ArchiveReplay(
                  new ArchiveObjects(line.s3(), archive),
                  line.kinesis(),
                  Objects.requireNonNull(line.names().stream()),
                  wanted,
                  new Told())
              .run(days, accounts);
    } catch (SdkException e) {
      throw new CliException("the archive " + archive + " does not answer: " + e.getMessage(), e);
    }
    awaitStored();
    return report(counts);
  }

  private void awaitStored() {
    if (check == null) {
      return;
    }
    check.look();
    long lastArrival = System.nanoTime();
    while (check.missing() > 0) {
      progress.show("waiting: stored %,d, missing %,d".formatted(check.stored(), check.missing()));
      LockSupport.parkNanos(LOOK_AGAIN_AFTER);
      long before = check.missing();
      check.look();
      if (check.missing() < before) {
        lastArrival = System.nanoTime();
      } else if (System.nanoTime() - lastArrival > patience.toNanos()) {
        return;
      }
    }
  }

  private int report(ArchiveReplay.Counts counts) {
    if (notes > NOTES_SHOWN) {
      progress.say("  … and " + (notes - NOTES_SHOWN) + " more of the kind");
    }
    progress.say(
        "archive: objects %d, read %d = delivered %d + passed by %d + no events %d + refused by the stream %d"
            .formatted(
                counts.objects(),
                counts.read(),
                counts.delivered(),
                counts.passedBy(),
                counts.noEvents(),
                counts.refused()));
    if (counts.unreadable() > 0) {
      progress.say("  damaged objects (named above, nothing sent): " + counts.unreadable());
    }
    boolean whole = counts.unreadable() == 0 && counts.noEvents() == 0 && counts.refused() == 0;
    if (check != null) {
      progress.say(
          "table: delivered %d = stored %d + repeated %d + quarantined %d + missing %d"
              .formatted(
                  counts.delivered(),
                  check.stored(),
                  check.repeated(),
                  check.quarantined(),
                  check.missing() - counts.refused()));
      if (check.missing() > 0) {
        progress.say("  missing for instance of " + check.anyMissing());
      }
      whole &= check.missing() == 0;
    }
    return whole ? 0 : 1;
  }

  private final class Told implements ArchiveReplay.Listener {
    @Override
    public void sending(StepEvent event) {
      sent++;
      if (check != null) {
        check.expect(event);
      }
      if (progress.isDue()) {
        progress.show("replaying: sent %,d".formatted(sent));
      }
    }

    @Override
    public void note(String sentence) {
      if (++notes <= NOTES_SHOWN) {
        progress.say("  " + sentence);
      }
    }
  }
}
