package io.oriontrail.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in one plain sentence of fixed templates. It holds nothing that merely ticks: as
 * long as no event arrives and no status changes, it stays the same.
 */
final class Verdict {
  /** Time that nothing accounts for is worth a word from this part of the whole on. */
  private static final int WORTH_MENTIONING = 10;

  private final Standing standing;
  private final Unaccounted unaccounted;
  private final List<ExpectedStep> expected;
  private final DataQuality quality;
  private final Set<ExecutionFlag> flags;
  private final boolean truncated;

  /** What encloses no other run; with events left out, only what can be judged. */
  private final List<Run> runs = new ArrayList<>();

  /** Spoken of only where nothing that they enclose says the same. */
  private final List<Run> containers = new ArrayList<>();

  private final StringBuilder sentence = new StringBuilder(160);

  Verdict(
      Standing standing,
      List<Run> all,
      Unaccounted unaccounted,
      List<ExpectedStep> expected,
      DataQuality quality,
      Set<ExecutionFlag> flags,
      boolean truncated) {
    this.standing = standing;
    this.unaccounted = unaccounted;
    this.expected = expected;
    this.quality = quality;
    this.flags = flags;
    this.truncated = truncated;
    for (Run run : all) {
      if (run.inTail()) {
        (run.isContainer() ? containers : runs).add(run);
      }
    }
  }

  String sentence() {
    switch (standing.status()) {
      case SUCCEEDED -> succeeded();
      case FAILED -> failed();
      case RUNNING -> running();
      case STALLED -> stalled();
    }
    overdue();
    timeUnaccountedFor();
    trust();
    return sentence.append('.').toString();
  }

  private void succeeded() {
    sentence.append("Succeeded in ").append(wholeDuration());
    Run failure = decisiveFailure();
    List<Run> retried = runs.stream().filter(run -> Boolean.TRUE.equals(run.recovered())).toList();
    if (failure != null) {
      sentence.append(" although ").append(failure.step()).append(" failed");
      code(failure);
      otherFailures(failure);
    } else if (!retried.isEmpty()) {
      sentence.append(" after ").append(count(retried.size(), "retry", "retries")).append(" of ");
      long steps = retried.stream().map(Run::step).distinct().count();
      if (steps == 1) {
        sentence.append(retried.getLast().step());
        code(retried.getLast());
      } else {
        sentence.append(steps).append(" steps");
      }
    }
    List<Run> slow = runs.stream().filter(run -> run.is(RunFlag.SLOW)).toList();
    if (slow.size() == 1) {
      sentence.append("; ").append(slow.getFirst().step()).append(" took longer than usual");
    } else if (!slow.isEmpty()) {
      sentence.append("; ").append(slow.size()).append(" runs took longer than usual");
    }
  }

  private void failed() {
    Run failure = decisiveFailure();
    List<Run> open = open();
    if (failure != null) {
      sentence.append("Failed at ").append(failure.step());
      code(failure);
      attempt(failure);
      if (failure.isMeasured()) {
        sentence.append(" after ").append(ReadableTime.duration(failure.end() - failure.start()));
      }
      otherFailures(failure);
    } else {
      sentence.append("Failed after ").append(wholeDuration());
      boolean anyFailed = runs.stream().anyMatch(run -> run.status() == RunStatus.FAILED);
      sentence.append(
          anyFailed
              ? "; every failed step had been retried with success"
              : "; no step reported a failure");
    }
    if (!open.isEmpty()) {
      sentence.append("; ").append(names(open)).append(" never ended");
    }
    long notReached =
        expected.stream().filter(step -> step.state() != ExpectedState.SKIPPED).count();
    if (notReached > 0) {
      sentence.append("; ").append(count(notReached, "later step", "later steps"));
      sentence.append(" not reached");
    }
  }

  private void running() {
    List<Run> open = open();
    Run failure = decisiveFailure();
    if (!open.isEmpty()) {
      sentence.append("Running: ").append(names(open)).append(" since ");
      sentence.append(ReadableTime.moment(open.getFirst().startedAt()));
      if (failure != null) {
        sentence.append("; ").append(failure.step()).append(" failed");
        code(failure);
        attempt(failure);
      }
    } else if (failure != null) {
      sentence.append("Running: ").append(failure.step()).append(" failed");
      code(failure);
      attempt(failure);
      sentence.append(" and a retry may follow");
    } else {
      sentence.append("Running: nothing in progress since ").append(lastEvent());
    }
  }

  private void stalled() {
    List<Run> open = open();
    sentence.append("Stalled");
    if (!open.isEmpty()) {
      sentence.append(" in ").append(names(open));
    } else if (!runs.isEmpty()) {
      sentence.append(" after ").append(runs.getLast().step());
    }
    sentence.append(": nothing was heard since ").append(lastEvent());
  }

  private void overdue() {
    List<ExpectedStep> late =
        expected.stream().filter(step -> step.state() == ExpectedState.OVERDUE).toList();
    if (late.size() == 1) {
      sentence.append("; ").append(late.getFirst().step()).append(" is overdue");
    } else if (!late.isEmpty()) {
      sentence.append("; ").append(late.size()).append(" steps are overdue");
    }
  }

  private void timeUnaccountedFor() {
    long whole = Nanos.minus(standing.shownUntil(), standing.startedAt());
    long lost = unaccounted.totalNanos();
    if (lost > 0 && !runs.isEmpty() && lost >= whole / WORTH_MENTIONING) {
      sentence.append("; ").append(ReadableTime.duration(lost)).append(" unaccounted for");
    }
  }

  private void trust() {
    if (truncated) {
      sentence.append("; too many events to show, those in the middle are left out");
    } else if (flags.contains(ExecutionFlag.PARTLY_EXPIRED)) {
      sentence.append("; older events may have expired");
    } else {
      List<String> missing = new ArrayList<>(2);
      if (quality.startsMissing() > 0) {
        missing.add(count(quality.startsMissing(), "start", "starts"));
      }
      if (quality.endsMissing() > 0) {
        missing.add(count(quality.endsMissing(), "end", "ends"));
      }
      if (!missing.isEmpty()) {
        sentence.append("; incomplete data, ").append(String.join(" and ", missing));
        sentence.append(" missing");
      }
    }
  }

  /** The failure that was not made good and ended latest. */
  private @Nullable Run decisiveFailure() {
    Run latest = latestFailure(runs);
    return latest != null ? latest : latestFailure(containers);
  }

  private static @Nullable Run latestFailure(List<Run> among) {
    Run latest = null;
    for (Run run : among) {
      boolean stands = Boolean.FALSE.equals(run.recovered());
      if (stands && (latest == null || run.end() >= latest.end())) {
        latest = run;
      }
    }
    return latest;
  }

  private void otherFailures(Run decisive) {
    Set<String> others = new HashSet<>();
    for (Run run : runs) {
      if (Boolean.FALSE.equals(run.recovered())) {
        others.add(run.step());
      }
    }
    others.remove(decisive.step());
    if (!others.isEmpty()) {
      sentence.append("; ").append(count(others.size(), "other step", "other steps"));
      sentence.append(" failed too");
    }
  }

  private List<Run> open() {
    List<Run> open = runs.stream().filter(Run::isOpen).toList();
    return open.isEmpty() ? containers.stream().filter(Run::isOpen).toList() : open;
  }

  /** The one that started first, and how many others. */
  private static String names(List<Run> some) {
    String first = some.getFirst().step();
    return switch (some.size()) {
      case 1 -> first;
      case 2 -> first + " and " + some.getLast().step();
      default -> first + " and " + (some.size() - 1) + " others";
    };
  }

  private void code(Run failed) {
    if (failed.errorCode() != null) {
      sentence.append(" (").append(failed.errorCode()).append(')');
    }
  }

  private void attempt(Run failed) {
    if (failed.attempt() > 1) {
      sentence.append(" on attempt ").append(failed.attempt());
    }
  }

  private String wholeDuration() {
    Long duration = standing.durationNanos();
    return ReadableTime.duration(
        duration != null ? duration : Nanos.minus(standing.lastEventAt(), standing.startedAt()));
  }

  private String lastEvent() {
    Instant last = Nanos.instant(standing.lastEventAt());
    return ReadableTime.moment(last);
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
