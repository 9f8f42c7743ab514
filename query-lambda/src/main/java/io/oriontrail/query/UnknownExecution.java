package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what may be the reason that nothing is stored of an execution. */
final class UnknownExecution {
  private final Duration retention;
  private final @Nullable String region;

  UnknownExecution(Duration retention, @Nullable String region) {
    this.retention = retention;
    this.region = region;
  }

  ProblemException problem(ExecutionKey key) {
    List<String> hints = new ArrayList<>();
    hints.add("Ids are told apart by upper and lower case, spaces and every other character.");
    hints.add("An event can be seen some seconds after it was emitted: try again in a moment.");
    hints.add("Events are kept for " + ReadableTime.duration(retention.toNanos()) + ".");
    if (region != null) {
      hints.add("This is the data of region " + region + "; others have their own.");
    }
    return new ProblemException(
        ProblemType.EXECUTION_NOT_FOUND,
        "No event of execution '"
            + key.executionId()
            + "' of account '"
            + key.accountId()
            + "' is stored.",
        Map.of(),
        hints);
  }
}
