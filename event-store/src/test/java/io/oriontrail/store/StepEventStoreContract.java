package io.oriontrail.store;

import static io.oriontrail.store.StepEventReader.Order.NEWEST_FIRST;
import static io.oriontrail.store.StepEventReader.Order.OLDEST_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Limits;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of events does. One class per backend runs it; a missing backend fails it. */
abstract class StepEventStoreContract {
  static final Duration RETENTION = Duration.ofDays(14);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  private static final ExecutionKey OTHER = ExecutionKey.of("acct-42", "exec-7#b");

  final ManualClock clock = new ManualClock();
  private Backend store;

  /** The roles of one store. */
  record Backend(StepEventWriter writer, StepEventReader reader, HeartbeatReader heartbeats) {}

  /** An empty store. */
  abstract Backend emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void nothingStored_read_isAnEmptyLastPage() {
    assertThat(store.reader().eventsOf(KEY, OLDEST_FIRST, null, 10))
        .isEqualTo(new EventPage(List.of(), null));
  }

  @Test
  void nothingToWrite_append_storesNothing() {
    assertThat(append()).isEqualTo(new Appended(0, 0, List.of(), List.of(), 0, null));
  }

  @Test
  void eventWithAllFields_readBack_isEqual() {
    StepEvent event =
        StepEvent.ended(KEY, "VERIFY:IDENTITY ß", Status.FAILED, ManualClock.START)
            .eventId("k7f3q-1a2b")
            .runId("9f86d081884c7d65")
            .parentRunId("p")
            .attempt(3)
            .dependsOn("FETCH_PROFILE", "A:STARTED", "FETCH_PROFILE")
            .durationNanos(Long.MAX_VALUE)
            .errorCode("UPSTREAM_TIMEOUT")
            .errorMessage("no answer\n in 2 s 🜁")
            .service("identity")
            .host("i-0abc")
            .traceId("0123456789abcdef0123456789abcdef")
            .attributes(Map.of("region", "eu-west-1", "empty", "", "ключ", "значение"))
            .build();

    assertThat(append(event).stored()).isEqualTo(1);

    assertThat(all(KEY))
        .containsExactly(
            new StoredEvent(
                event,
                "2026-11-22T10:15:30.123456789Z#VERIFY:IDENTITY ß:ENDED#k7f3q-1a2b",
                Instant.ofEpochSecond(ManualClock.START.plus(RETENTION).getEpochSecond())));
  }

  @Test
  void eventWithoutOptionalFields_readBack_isEqual() {
    StepEvent started = started(KEY, 0, "a").build();
    StepEvent emptyMessage =
        StepEvent.ended(KEY, "S", Status.FAILED, ManualClock.START.plusSeconds(1))
            .eventId("b")
            .errorMessage("")
            .durationNanos(0L)
            .build();

    append(started, emptyMessage);

    assertThat(events(KEY)).containsExactly(started, emptyMessage);
  }

  @Test
  void timesAtTheLimits_readBack_areEqual() {
    StepEvent first = StepEvent.started(KEY, "S", Limits.MIN_TIMESTAMP).eventId("a").build();
    StepEvent last =
        StepEvent.started(KEY, "S", Limits.END_OF_TIMESTAMPS.minusNanos(1)).eventId("b").build();

    append(last, first);

    assertThat(events(KEY)).containsExactly(first, last);
  }

  @Test
  void eventsInAnyOrder_read_comeByTimeThenStepThenId() {
    StepEvent first = started(KEY, -1, "z").build();
    StepEvent privateUse = at(KEY, "\uE000", "1");
    StepEvent replacement = at(KEY, "\uFFFD", "1");
    StepEvent emoji = at(KEY, "🜁", "1");
    StepEvent sameStepLater = at(KEY, "🜁", "2");
    StepEvent last = started(KEY, 1, "a").build();

    append(last, sameStepLater, emoji, replacement, privateUse, first);

    // By UTF-8 bytes: a character beyond U+FFFF comes last, though its first char is U+D83D.
    List<StepEvent> sorted = List.of(first, privateUse, replacement, emoji, sameStepLater, last);
    assertThat(events(KEY)).isEqualTo(sorted);
    assertThat(store.reader().eventsOf(KEY, NEWEST_FIRST, null, 99).events())
        .extracting(StoredEvent::event)
        .isEqualTo(sorted.reversed());
  }

  @Test
  void startedAndEndedAtOneTimeWithOneId_stored_areTwo() {
    StepEvent started = started(KEY, 0, "same").build();
    StepEvent ended =
        StepEvent.ended(KEY, "S", Status.SUCCEEDED, ManualClock.START).eventId("same").build();

    append(started, ended);

    assertThat(events(KEY)).containsExactly(ended, started);
  }

  @Test
  void parallelRunsAtOneTime_stored_areTwo() {
    append(at(KEY, "S", "host1-1"), at(KEY, "S", "host2-1"));

    assertThat(events(KEY)).hasSize(2);
  }

  @Test
  void executionsWhoseKeysBeginAlike_read_stayApart() {
    ExecutionKey longer = ExecutionKey.of("acct-42", "exec-70");
    append(at(KEY, "S", "1"), at(OTHER, "S", "2"), at(longer, "S", "3"));

    assertThat(events(KEY)).containsExactly(at(KEY, "S", "1"));
    assertThat(events(OTHER)).containsExactly(at(OTHER, "S", "2"));
    assertThat(events(longer)).containsExactly(at(longer, "S", "3"));
  }

  @Test
  void eventWrittenAgain_read_isThereOnceAndKeptLonger() {
    append(at(KEY, "S", "1"));
    clock.advance(Duration.ofDays(1));

    assertThat(append(at(KEY, "S", "1")).stored()).isEqualTo(1);

    assertThat(all(KEY)).hasSize(1);
    assertThat(all(KEY).getFirst().expiresAt())
        .isEqualTo(Instant.ofEpochSecond(clock.instant().plus(RETENTION).getEpochSecond()));
  }

  @Test
  void duplicatesInOneCall_append_areCountedAndStoredOnce() {
    Appended appended = append(at(KEY, "S", "1"), at(KEY, "T", "1"), at(KEY, "S", "1"));

    assertThat(appended).isEqualTo(new Appended(2, 1, List.of(), List.of(), 0, null));
    assertThat(events(KEY)).containsExactly(at(KEY, "S", "1"), at(KEY, "T", "1"));
  }

  @Test
  void pages_followedInBothOrders_giveEveryEventOnceAndEndExactly() {
    List<StepEvent> stored =
        IntStream.range(0, 60).mapToObj(i -> started(KEY, i, "e" + i).build()).toList();
    append(stored.toArray(StepEvent[]::new));

    for (int limit : new int[] {1, 7, 20, 59, 60, 61}) {
      assertThat(paged(OLDEST_FIRST, limit)).isEqualTo(stored);
      assertThat(paged(NEWEST_FIRST, limit)).isEqualTo(stored.reversed());
    }
  }

  @Test
  void pageBehindAnEventThatIsNotThere_read_goesOnWithTheNext() {
    append(started(KEY, 0, "a").build(), started(KEY, 2, "b").build());

    assertThat(
            store
                .reader()
                .eventsOf(KEY, OLDEST_FIRST, "2026-11-22T10:15:31.000000000Z#S:STARTED#x", 10)
                .events())
        .extracting(StoredEvent::event)
        .containsExactly(started(KEY, 2, "b").build());
  }

  @Test
  void limitOfNothing_read_isRefused() {
    assertThatThrownBy(() -> store.reader().eventsOf(KEY, OLDEST_FIRST, null, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit must be 1 or more; it is 0");
  }

  @Test
  void expiredEvents_read_areLeftOutAndPagesStayFull() {
    append(started(KEY, 0, "old1").build(), started(KEY, 2, "old2").build());
    clock.advance(Duration.ofDays(1));
    append(started(KEY, 1, "new1").build(), started(KEY, 3, "new2").build());
    clock.advance(RETENTION.minusDays(1));

    EventPage page = store.reader().eventsOf(KEY, OLDEST_FIRST, null, 2);

    assertThat(page.events())
        .extracting(stored -> stored.event().eventId())
        .containsExactly("new1", "new2");
    assertThat(page.next()).isNull();
  }

  @Test
  void replayOfOldEvents_stored_doNotExpireAtOnce() {
    StepEvent ancient =
        StepEvent.started(KEY, "S", Instant.parse("2011-09-30T22:38:44.546Z")).eventId("a").build();

    append(ancient);

    assertThat(events(KEY)).containsExactly(ancient);
  }

  @Test
  void overlongEvent_stored_isCutAndSaysSo() {
    StepEvent event =
        StepEvent.ended(KEY, "S", Status.FAILED, ManualClock.START)
            .eventId("a")
            .errorMessage("🜁".repeat(1024))
            .attributes(Map.of("a", "1".repeat(256), "b", "2".repeat(256)))
            .build();

    append(event);

    StoredEvent stored = all(KEY).getFirst();
    assertThat(stored.cut()).isTrue();
    assertThat(stored.event().errorMessage())
        .startsWith("🜁🜁")
        .endsWith("🜁…")
        .hasSizeLessThan(512);
    assertThat(stored.event().attributes()).isEqualTo(event.attributes());
  }

  @Test
  void heartbeats_stored_areReadByHourAndAreNoEvents() {
    ExecutionKey lookalike = ExecutionKey.of("heartbeat", "2026-11-22T10");
    Heartbeat first = heartbeat("k7f3q", 9, ManualClock.START);
    Heartbeat second = heartbeat("k7f3q", 10, ManualClock.START.plusSeconds(30));
    Heartbeat nextHour = heartbeat("k7f3q", 11, Instant.parse("2026-11-22T11:00:00Z"));
    Heartbeat other = heartbeat("a0", 0, ManualClock.START);

    Appended appended =
        store
            .writer()
            .append(
                List.of(second, nextHour, at(lookalike, "S", "1"), first, other, first),
                deadline());

    assertThat(appended).isEqualTo(new Appended(5, 1, List.of(), List.of(), 0, null));
    assertThat(store.heartbeats().heartbeatsOfHour(ManualClock.START))
        .containsExactly(other, first, second);
    assertThat(store.heartbeats().heartbeatsOfHour(nextHour.timestamp())).containsExactly(nextHour);
    assertThat(store.heartbeats().heartbeatsOfHour(ManualClock.START.minusSeconds(3600))).isEmpty();
    assertThat(events(lookalike)).containsExactly(at(lookalike, "S", "1"));

    clock.advance(RETENTION);
    assertThat(store.heartbeats().heartbeatsOfHour(ManualClock.START)).isEmpty();
  }

  @Test
  void eventWithoutId_append_isRefusedAsABug() {
    StepEvent nameless = StepEvent.started(KEY, "S", ManualClock.START).build();

    assertThatThrownBy(() -> append(nameless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs an eventId");
  }

  @Test
  void threadsThatWriteTheSame_stored_isTheSameOnce() throws Exception {
    List<StepEvent> events =
        IntStream.range(0, 40).mapToObj(i -> started(KEY, i, "e" + i).build()).toList();
    List<Callable<Appended>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<StepEvent> shuffled = new ArrayList<>(events);
      Collections.shuffle(shuffled, new Random(i));
      writers.add(() -> append(shuffled.toArray(StepEvent[]::new)));
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Appended> written : threads.invokeAll(writers)) {
        assertThat(written.get().stored()).isEqualTo(40);
      }
    }
    assertThat(events(KEY)).isEqualTo(events);
  }

  /** Any order, any split and any repetition of the same events leaves the same store. */
  @Test
  void anyDelivery_stored_equalsTheTwinThatGotEachEventOnce() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      ExecutionKey key = ExecutionKey.of("acct-" + seed, "exec 🜁#" + seed);
      RandomEvents source = new RandomEvents(random);
      List<StepEvent> events =
          IntStream.range(0, 1 + random.nextInt(40)).mapToObj(i -> source.next(key)).toList();
      InMemoryEventStore once = new InMemoryEventStore(RETENTION, clock);
      once.append(events, deadline());

      List<StepEvent> delivered = new ArrayList<>(events);
      delivered.addAll(events.subList(0, random.nextInt(events.size() + 1)));
      Collections.shuffle(delivered, random);
      for (int from = 0; from < delivered.size(); ) {
        int to = Math.min(delivered.size(), from + 1 + random.nextInt(30));
        append(delivered.subList(from, to).toArray(StepEvent[]::new));
        from = to;
      }

      assertThat(store.reader().eventsOf(key, OLDEST_FIRST, null, 1_000))
          .as("seed %s", seed)
          .isEqualTo(once.eventsOf(key, OLDEST_FIRST, null, 1_000));
    }
  }

  private Appended append(WireMessage... messages) {
    return store.writer().append(List.of(messages), deadline());
  }

  private Instant deadline() {
    return clock.instant().plus(PATIENCE);
  }

  private List<StoredEvent> all(ExecutionKey key) {
    return store.reader().eventsOf(key, OLDEST_FIRST, null, 1_000).events();
  }

  private List<StepEvent> events(ExecutionKey key) {
    return all(key).stream().map(StoredEvent::event).toList();
  }

  private List<StepEvent> paged(StepEventReader.Order order, int limit) {
    List<StepEvent> events = new ArrayList<>();
    String after = null;
    do {
      EventPage page = store.reader().eventsOf(KEY, order, after, limit);
      assertThat(page.events()).hasSizeBetween(1, limit);
      page.events().forEach(stored -> events.add(stored.event()));
      after = page.next();
    } while (after != null);
    return events;
  }

  private static StepEvent at(ExecutionKey key, String step, String id) {
    return StepEvent.started(key, step, ManualClock.START).eventId(id).build();
  }

  private static StepEvent.Builder started(ExecutionKey key, int seconds, @Nullable String id) {
    return StepEvent.started(key, "S", ManualClock.START.plusSeconds(seconds)).eventId(id);
  }

  private static Heartbeat heartbeat(String emitter, long seq, Instant timestamp) {
    return new Heartbeat(emitter, seq, timestamp, Map.of("emitted", seq * 7, "dropped.full", 0L));
  }
}
