package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds the first event of an execution that opens a listing: nearly always its first at all. */
final class OpeningEvent {
  private static final int FIRST_PAGE = 2;
  private static final int FURTHER_PAGES = 100;

  private OpeningEvent() {}

  /** When it is timed; null where none is stored. */
  static @Nullable Instant time(StepEventReader reader, ExecutionKey key) {
    String after = null;
    do {
      EventPage page =
          reader.eventsOf(
              key,
              StepEventReader.Order.OLDEST_FIRST,
              after,
              after == null ? FIRST_PAGE : FURTHER_PAGES);
      for (StoredEvent event : page.events()) {
        if (TableLayout.opensListing(event.event())) {
          return event.event().timestamp();
        }
      }
      after = page.next();
    } while (after != null);
    return null;
  }
}
