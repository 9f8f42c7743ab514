package io.oriontrail.query;

import java.util.List;

/**
 * A step of the journey definition that was never seen.
 *
 * @param blockedBy where it is blocked, the steps that failed
 */
public record ExpectedStep(String step, ExpectedState state, List<String> blockedBy) {
  public ExpectedStep {
    blockedBy = List.copyOf(blockedBy);
  }
}
