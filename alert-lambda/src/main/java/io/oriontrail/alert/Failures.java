package io.oriontrail.alert;

import io.oriontrail.event.ExecutionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What failed around an alarm, as far as it could be found out. Figures are those of roll-ups:
 * about right.
 *
 * @param from start of the time looked at, a whole hour
 * @param share of the alarm's step; null where there is no step, or nothing is known
 * @param codes steps and error codes by failures, the most frequent first
 * @param executions by failed runs, the most first
 * @param missing what could not be found out, each with its reason
 */
record Failures(
    Instant from,
    @Nullable Share share,
    List<Code> codes,
    List<Execution> executions,
    List<String> missing) {
  Failures {
    codes = List.copyOf(codes);
    executions = List.copyOf(executions);
    missing = List.copyOf(missing);
  }

  /** Failed runs of all that ended. */
  record Share(long failed, long ended) {}

  /**
   * Failures of a step with a code.
   *
   * @param errorCode empty for those without one
   * @param executions about so many, at most as many as failures
   * @param accounts about so many, at most as many as executions
   */
  record Code(String step, String errorCode, long failures, long executions, long accounts) {}

  /**
   * An execution in which runs failed.
   *
   * @param failedRuns of those looked at, which are the latest
   * @param step of the latest of them
   * @param errorCode of the latest of them; null without one
   * @param at when that failed
   */
  record Execution(
      ExecutionKey key, int failedRuns, String step, @Nullable String errorCode, Instant at) {}
}
