package io.oriontrail.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of stored events.
 *
 * @param next where the next page begins; null on the last one
 * @param unreadable items met that are no events, such as hand-made ones; they are left out
 */
public record EventPage(List<StoredEvent> events, @Nullable String next, int unreadable) {
  public EventPage {
    events = List.copyOf(events);
  }

  /** A page of readable items only. */
  public EventPage(List<StoredEvent> events, @Nullable String next) {
    this(events, next, 0);
  }
}
