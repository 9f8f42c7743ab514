package io.oriontrail.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of stored events.
 *
 * @param next where the next page begins; null on the last one
 */
public record EventPage(List<StoredEvent> events, @Nullable String next) {
  public EventPage {
    events = List.copyOf(events);
  }
}
