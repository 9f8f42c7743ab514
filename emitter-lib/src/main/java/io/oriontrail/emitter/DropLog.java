package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.SendException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says what goes wrong: at most one line a minute for each reason, and only from the sending
 * thread, so that no caller ever waits for a log. Holds no payload.
 */
final class DropLog {
  private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

  private final Logger logger;
  private final String target;
  private final Map<DropReason, Told> told = new EnumMap<>(DropReason.class);
  private @Nullable Throwable failure;
  private long failures;
  private @Nullable Long failureToldAt;
  private @Nullable Throwable diskFailure;
  private long diskFailures;
  private @Nullable Long diskToldAt;

  /** The field of the latest event that was not legal; written by callers. */
  private volatile String invalidField = "";

  /** How many drops the log has told of, and when. */
  private record Told(long count, long at) {}

  /** {@code target}: where the events go, for the reader of the log. */
  DropLog(Logger logger, String target) {
    this.logger = logger;
    this.target = target;
  }

  void invalid(String field) {
    invalidField = field;
  }

  void requestFailed(Throwable cause) {
    failure = cause;
    failures++;
  }

  void report(Counters counters, long now) {
    for (DropReason reason : DropReason.values()) {
      long dropped = counters.dropped(reason);
      Told before = told.get(reason);
      long news = dropped - (before == null ? 0 : before.count);
      if (news > 0 && (before == null || now - before.at >= INTERVAL)) {
        warn("{} events dropped: {}{} (to {})", news, reason, detail(reason));
        told.put(reason, new Told(dropped, now));
      }
    }
    Throwable latest = failure;
    if (latest != null && (failureToldAt == null || now - failureToldAt >= INTERVAL)) {
      warn("{} requests failed, the latest: {}{} (to {})", failures, describe(latest), "");
      failure = null;
      failures = 0;
      failureToldAt = now;
    }
    Throwable disk = diskFailure;
    if (disk != null && (diskToldAt == null || now - diskToldAt >= INTERVAL)) {
      warn("{} times the spool failed, the latest: {}{} (to {})", diskFailures, describe(disk), "");
      diskFailure = null;
      diskFailures = 0;
      diskToldAt = now;
    }
  }

  /** The disk that events are spooled on. */
  void diskFailed(Throwable cause) {
    diskFailure = cause;
    diskFailures++;
  }

  /** Something broke inside the emitter. */
  void fault(Throwable cause) {
    requestFailed(cause);
  }

  /** The emitter ends: what is not yet told is told in one line. */
  void reportAll(Counters counters) {
    long news = counters.dropped() - told.values().stream().mapToLong(Told::count).sum();
    if (news > 0) {
      warn("{} more events dropped until the end{}{} (to {})", news, "", "");
    }
  }

  private String detail(DropReason reason) {
    return reason == DropReason.INVALID && !invalidField.isEmpty()
        ? ", the latest for its field '" + invalidField + "'"
        : "";
  }

  private static String describe(Throwable failure) {
    String what =
        failure instanceof SendException e ? e.kind().name() : failure.getClass().getName();
    return what + ": " + failure.getMessage();
  }

  private void warn(String format, long count, Object first, Object second) {
    try {
      logger.warn(format, count, first, second, target);
    } catch (Throwable t) {
      // A host's broken appender must not stop the sending of events, and where to say so?
    }
  }
}
