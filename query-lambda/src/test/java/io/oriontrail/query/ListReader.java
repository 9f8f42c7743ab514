package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events of one execution from a list, however large they are. */
final class ListReader implements StepEventReader {
  private final List<StoredEvent> oldestFirst;
  private final int mostAtOnce;

  /** {@code mostAtOnce}: pages are no larger, whatever is asked for. */
  ListReader(List<StepEvent> events, int mostAtOnce) {
    this.oldestFirst = new ArrayList<>(events.stream().map(Events::stored).toList());
    this.oldestFirst.sort(Comparator.comparing(StoredEvent::sortKey));
    this.mostAtOnce = mostAtOnce;
  }

  @Override
  public EventPage eventsOf(ExecutionKey key, Order order, @Nullable String after, int limit) {
    List<StoredEvent> directed = order == Order.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed();
    int from = 0;
    if (after != null) {
      while (!directed.get(from).sortKey().equals(after)) {
        from++;
      }
      from++;
    }
    int to = Math.min(directed.size(), from + Math.min(limit, mostAtOnce));
    List<StoredEvent> page = directed.subList(from, to);
    return new EventPage(page, to == directed.size() ? null : page.getLast().sortKey());
  }
}
