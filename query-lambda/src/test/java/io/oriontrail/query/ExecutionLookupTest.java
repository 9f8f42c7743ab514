package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoreException;
import io.oriontrail.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the pages, the same events come together as one reading from the start would find. */
class ExecutionLookupTest {
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

  private static List<StepEvent> events(int count) {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(StepEvent.started(Events.KEY, "A", T0.plusNanos(i)).runId("r" + i).build());
    }
    return events;
  }

  private static ExecutionEvents find(StepEventReader reader) {
    return Objects.requireNonNull(new ExecutionLookup(reader, 100, 10).find(Events.KEY));
  }

  private static List<Long> places(ExecutionEvents found) {
    return found.events().stream().map(ExecutionLookupTest::place).sorted().toList();
  }

  private static long place(StoredEvent event) {
    return Duration.between(T0, event.event().timestamp()).toNanos();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,1", "7,2", "7,3", "7,7", "100,1", "100,9", "100,33", "100,99", "100,100"})
  void find_anyPageSize_isEachEventOnce(int count, int page) {
    ExecutionEvents found = find(new ListReader(events(count), page));

    assertThat(places(found)).isEqualTo(range(0, count));
    assertThat(found.isTruncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"101,1", "101,7", "101,101", "150,3", "1000,1", "1000,40", "1000,1000"})
  void find_tooMany_isTheFirstAndTheLast(int count, int page) {
    ExecutionEvents found = find(new ListReader(events(count), page));

    List<Long> expected = new ArrayList<>(range(0, 90));
    expected.addAll(range(count - 10, count));
    assertThat(places(found)).isEqualTo(expected);
    assertThat(found.isTruncated()).isTrue();
  }

  @Test
  void find_moreThanAPage_readsFromBothEndsAtOnce() {
    Set<StepEventReader.Order> waiting = ConcurrentHashMap.newKeySet();
    CountDownLatch both = new CountDownLatch(2);
    ListReader list = new ListReader(events(60), 10);
    StepEventReader meeting =
        (key, order, after, limit) -> {
          boolean first = order == StepEventReader.Order.OLDEST_FIRST && after == null;
          if (!first && waiting.add(order)) {
            both.countDown();
            await(both);
          }
          return list.eventsOf(key, order, after, limit);
        };

    ExecutionEvents found = find(meeting);

    assertThat(waiting).isEqualTo(EnumSet.allOf(StepEventReader.Order.class));
    assertThat(places(found)).isEqualTo(range(0, 60));
  }

  /** Nothing but the other reader lets one go on; the limit is for a machine that stands still. */
  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the other end is not read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void find_onePage_asksOnce() {
    AtomicInteger calls = new AtomicInteger();
    ListReader list = new ListReader(events(50), 50);

    find(
        (key, order, after, limit) -> {
          calls.incrementAndGet();
          return list.eventsOf(key, order, after, limit);
        });

    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 27})
  void find_unreadableItems_areCountedOnce(int page) {
    ExecutionEvents found = find(new Holed(new ListReader(events(60), page)));

    assertThat(found.unreadable()).isEqualTo(20);
    assertThat(found.events()).hasSize(40);
  }

  /** Every third item is no event. */
  private record Holed(ListReader list) implements StepEventReader {
    @Override
    public EventPage eventsOf(ExecutionKey key, Order order, @Nullable String after, int limit) {
      List<StoredEvent> readable = new ArrayList<>();
      int unreadable = 0;
      String from = after;
      do { // as the store does, which hands out no page of nothing but holes
        EventPage page = list.eventsOf(key, order, from, limit);
        for (StoredEvent event : page.events()) {
          if (place(event) % 3 == 1) {
            unreadable++;
          } else {
            readable.add(event);
          }
        }
        from = page.next();
      } while (readable.isEmpty() && from != null);
      return new EventPage(readable, from, unreadable);
    }
  }

  @ParameterizedTest
  @EnumSource(StepEventReader.Order.class)
  void find_oneEndFails_fails(StepEventReader.Order broken) {
    ListReader list = new ListReader(events(60), 10);
    CountDownLatch tried = new CountDownLatch(1);
    StepEventReader failing =
        (key, order, after, limit) -> {
          boolean first = order == StepEventReader.Order.OLDEST_FIRST && after == null;
          if (order == broken && !first) {
            tried.countDown();
            throw new StoreException("no answer", new IllegalStateException());
          } else if (!first) {
            await(tried); // or this end would have read everything
          }
          return list.eventsOf(key, order, after, limit);
        };

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> find(failing))
        .withMessage("no answer");
  }
}
