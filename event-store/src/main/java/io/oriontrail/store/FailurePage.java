package io.oriontrail.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of failed events. It may hold fewer than asked for, or none, and still not be the last: a
 * call looks at a bounded part of the window only.
 *
 * @param next where to go on; null when the window is done
 * @param unreadable items met that are no events; they are left out
 */
public record FailurePage(List<StoredEvent> failures, @Nullable String next, int unreadable) {
  public FailurePage {
    failures = List.copyOf(failures);
  }
}
