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
  private final AccountExecutions executions;

  UnknownExecution(Duration retention, @Nullable String region, AccountExecutions executions) {
    this.executions = executions;
    this.retention = retention;
    this.region = region;
  }

  /** The problem. Blocks: looks for executions of the account that may have been meant. */
  ProblemException problem(ExecutionKey key) {
    List<String> nearest = executions.nearest(key);
    List<String> hints = new ArrayList<>();
    if (nearest.isEmpty()) {
      hints.add("Nothing at all is stored of this account: is the account's id right?");
    }
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
        hints,
        nearest);
  }
}
