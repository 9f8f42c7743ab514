package io.oriontrail.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of an account's executions.
 *
 * @param next where the next page begins; null on the last one
 */
public record ExecutionPage(List<ListedExecution> executions, @Nullable String next) {
  public ExecutionPage {
    executions = List.copyOf(executions);
  }
}
