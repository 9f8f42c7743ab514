package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Rfc3339;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's lists of executions and of failures do. */
abstract class IndexContract {
  static final Duration RETENTION = Duration.ofDays(14);

  /** In the middle of a span of ten minutes and of an hour. */
  private static final Instant NOW = ManualClock.START;

  final ManualClock clock = new ManualClock();
  private Backend store;

  record Backend(StepEventWriter writer, ExecutionListReader lists, FailureReader failures) {}

  abstract Backend emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void executions_ofAnAccount_comeNewestFirstAndOnce() {
    append(bracket("a", "1", 0), bracket("a", "2", -30), bracket("b", "3", 1));
    append(bracket("a", "4", -4_000), step("a", "1", 5), step("a", "4", 0), step("a", "5", 7));

    assertThat(list("a", 50)).containsExactly("5", "1", "2", "4");
    assertThat(list("b", 50)).containsExactly("3");
    assertThat(list("nobody", 50)).isEmpty();
  }

  @Test
  void executionsWithoutBrackets_areListed() {
    StepEvent endAlone =
        StepEvent.ended(ExecutionKey.of("a", "ends"), "S", Status.SUCCEEDED, NOW)
            .eventId("1")
            .build();
    StepEvent failureAlone =
        StepEvent.ended(key("a", "fails"), "S", Status.FAILED, NOW.minusSeconds(1))
            .eventId("1")
            .runId("r")
            .build();

    append(endAlone, failureAlone, step("a", "starts", -2));

    assertThat(list("a", 50)).containsExactly("ends", "fails", "starts");
  }

  @Test
  void execution_thatLastsForDays_isListedOnceWhereItBegan() {
    List<StepEvent> events = new ArrayList<>();
    for (int hour = 0; hour < 50; hour++) {
      events.add(step("a", "long", -hour * 3_600));
    }
    append(bracket("a", "short", -40 * 3_600));
    Collections.shuffle(events, new Random(7));
    append(events.toArray(StepEvent[]::new));

    ExecutionPage page = store.lists().executionsOf("a", null, 50);

    assertThat(ids(page)).containsExactly("short", "long");
    assertThat(page.executions().getLast().openedAt()).isEqualTo(NOW.minusSeconds(49 * 3_600));
  }

  /** The first event of all is in an earlier span than the first that opens a listing. */
  @Test
  void execution_whoseFirstEventOpensNoListing_isListedAllTheSame() {
    StepEvent skewed =
        StepEvent.started(key("a", "1"), "B", NOW.minusSeconds(3_600))
            .eventId("b")
            .dependsOn("A")
            .build();

    append(skewed, step("a", "1", 0));

    assertThat(store.lists().executionsOf("a", null, 9).executions())
        .containsExactly(new ListedExecution(key("a", "1"), NOW));
  }

  @Test
  void executions_paged_areAllThereInOrder() {
    Random random = new Random(42);
    List<ListedExecution> expected = new ArrayList<>();
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String id = (i % 3 == 0 ? "🜁" : i % 3 == 1 ? "\uFFFD" : "x#") + i;
      // Some at the same instant.
      int second = -random.nextInt(40) * 60;
      events.add(bracket("a", id, second));
      expected.add(new ListedExecution(key("a", id), NOW.plusSeconds(second)));
    }
    append(events.toArray(StepEvent[]::new));
    expected.sort(
        Comparator.comparing(ListedExecution::openedAt)
            .thenComparing(listed -> listed.key().executionId(), CodePoints.ORDER)
            .reversed());

    for (int limit : new int[] {9, 119, 120, 121}) {
      List<ListedExecution> found = new ArrayList<>();
      @Nullable String after = null;
      do {
        ExecutionPage page = store.lists().executionsOf("a", after, limit);
        assertThat(page.executions()).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
        found.addAll(page.executions());
        after = page.next();
      } while (after != null);
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void executions_expired_areNotListed() {
    append(bracket("a", "old", 0));
    clock.advance(RETENTION.minusSeconds(60));
    append(bracket("a", "new", 0));
    assertThat(list("a", 9)).containsExactlyInAnyOrder("old", "new");

    clock.advance(Duration.ofSeconds(61));

    assertThat(list("a", 9)).containsExactly("new");
  }

  @Test
  void executions_placeThatIsNone_isRefused() {
    assertThatThrownBy(() -> store.lists().executionsOf("a", "nonsense", 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> store.lists().executionsOf("a", null, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void failures_comeNewestFirstOverAllAccountsWithinTheWindow() {
    StepEvent first = failure("a", "S", "X", -7_200);
    StepEvent second = failure("b", "S", "Y", -3_601);
    StepEvent third = failure("c", "T", "X", -1);
    append(first, second, third, step("a", "1", -2), bracket("a", "2", -3));

    assertThat(failures(query(-7_200, 0, null, null), 50)).containsExactly(third, second, first);
    assertThat(failures(query(-7_199, -1, null, null), 50)).containsExactly(second);
    assertThat(failures(query(-9_000, 0, "S", null), 50)).containsExactly(second, first);
    assertThat(failures(query(-9_000, 0, null, "X"), 50)).containsExactly(third, first);
    assertThat(failures(query(-9_000, 0, "S", "X"), 50)).containsExactly(first);
    assertThat(failures(query(-9_000, 0, "S", "Z"), 50)).isEmpty();
  }

  @Test
  void failures_paged_areAllThereInOrder() {
    Random random = new Random(43);
    List<StepEvent> expected = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      // Over days, many in one nanosecond; ids repeat from account to account.
      int second = random.nextInt(3) == 0 ? -5_000 : -random.nextInt(200_000);
      expected.add(
          StepEvent.ended(key("acct-" + i, "e"), "S", Status.FAILED, NOW.plusSeconds(second))
              .eventId("f" + i % 2)
              .errorCode(i % 4 == 0 ? "RARE" : "USUAL")
              .build());
    }
    append(expected.toArray(StepEvent[]::new));
    expected.sort(
        Comparator.comparing((StepEvent event) -> TableLayout.sortKey(event))
            .thenComparing(event -> event.key().accountId())
            .reversed());

    for (int limit : new int[] {8, 500}) {
      assertThat(failures(query(-300_000, 0, null, null), limit)).isEqualTo(expected);
      assertThat(failures(query(-300_000, 0, null, "RARE"), limit))
          .isEqualTo(expected.stream().filter(event -> "RARE".equals(event.errorCode())).toList());
    }
  }

  @Test
  void failures_longEmptyWindow_isDoneInBoundedCalls() {
    append(failure("a", "S", "X", -30 * 3_600));

    FailurePage page = store.failures().failures(query(-40 * 3_600, 0, null, null), null, 50);

    assertThat(page.failures()).isEmpty();
    assertThat(page.next()).isNotNull();
    assertThat(failures(query(-40 * 3_600, 0, null, null), 50)).hasSize(1);
  }

  @Test
  void failures_expired_areNotThere() {
    append(failure("a", "S", "X", -1));
    clock.advance(RETENTION);

    assertThat(failures(query(-100, 0, null, null), 50)).isEmpty();
  }

  @Test
  void failures_placeThatIsNone_isRefused() {
    assertThatThrownBy(() -> store.failures().failures(query(-9, 0, null, null), "nonsense", 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }

  private void append(StepEvent... events) {
    Appended appended = store.writer().append(List.of(events), clock.instant().plusSeconds(60));
    assertThat(appended.stored()).isEqualTo(events.length);
  }

  private List<String> list(String account, int limit) {
    return ids(store.lists().executionsOf(account, null, limit));
  }

  private static List<String> ids(ExecutionPage page) {
    return page.executions().stream().map(listed -> listed.key().executionId()).toList();
  }

  private List<StepEvent> failures(FailureQuery query, int limit) {
    List<StepEvent> found = new ArrayList<>();
    @Nullable String after = null;
    do {
      FailurePage page = store.failures().failures(query, after, limit);
      assertThat(page.failures()).hasSizeLessThanOrEqualTo(limit);
      page.failures().forEach(failure -> found.add(failure.event()));
      after = page.next();
    } while (after != null);
    return found;
  }

  private static FailureQuery query(
      int from, int to, @Nullable String step, @Nullable String code) {
    return new FailureQuery(NOW.plusSeconds(from), NOW.plusSeconds(to), step, code);
  }

  private static ExecutionKey key(String account, String execution) {
    return ExecutionKey.of(account, execution);
  }

  private static StepEvent bracket(String account, String execution, int second) {
    Instant at = NOW.plusSeconds(second);
    return StepEvent.started(key(account, execution), StepEvent.EXECUTION, at)
        .eventId("bracket")
        .build();
  }

  private static StepEvent step(String account, String execution, int second) {
    Instant at = NOW.plusSeconds(second);
    return StepEvent.started(key(account, execution), "S", at)
        .eventId("s-" + Rfc3339.format(at).replaceAll("[:.]", ""))
        .build();
  }

  private static StepEvent failure(String account, String step, String code, int second) {
    return StepEvent.ended(key(account, "e"), step, Status.FAILED, NOW.plusSeconds(second))
        .eventId("f")
        .errorCode(code)
        .build();
  }
}
