package io.oriontrail.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LoadTrafficTest {
  private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
  private static final LoadSettings SETTINGS =
      LoadSettings.of(50, Duration.ofSeconds(30), LoadSettings.Store.MEMORY)
          .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(30))
          .withShape(7, 3);

  private final LoadTraffic traffic = new LoadTraffic(SETTINGS, "run", START);

  @Test
  void executions_holdEveryEventOnceAndNoOther() {
    for (long events : new long[] {1, 49, 50, 351, 1_000, SETTINGS.events()}) {
      Map<ExecutionKey, List<StepEvent>> all =
          LongStream.range(0, events)
              .mapToObj(traffic::event)
              .collect(Collectors.groupingBy(StepEvent::key));

      assertThat(traffic.executions(events)).isEqualTo(all.size());
      Set<ExecutionKey> found = new HashSet<>();
      for (long execution = 0; execution < all.size(); execution++) {
        List<StepEvent> its = traffic.eventsOf(execution, events);
        assertThat(its).isEqualTo(all.get(its.getFirst().key()));
        found.add(its.getFirst().key());
      }
      assertThat(found).isEqualTo(all.keySet());
    }
  }

  @Test
  void accounts_haveAsManyExecutionsAsAsked() {
    Map<String, Long> executions =
        LongStream.range(0, traffic.executions(SETTINGS.events()))
            .mapToObj(e -> traffic.eventsOf(e, SETTINGS.events()).getFirst().key())
            .collect(Collectors.groupingBy(ExecutionKey::accountId, Collectors.counting()));

    assertThat(executions.values()).allMatch(count -> count <= 3);
    assertThat(executions.values().stream().filter(count -> count == 3).count())
        .isGreaterThanOrEqualTo(executions.size() - 1L);
  }

  @Test
  void rate_risesEvenlyAndThenStays() {
    assertThat(traffic.dueBy(Duration.ofSeconds(5).toNanos())).isBetween(62L, 64L);
    assertThat(traffic.dueBy(Duration.ofSeconds(10).toNanos())).isBetween(250L, 251L);
    assertThat(traffic.dueBy(Duration.ofSeconds(20).toNanos())).isBetween(750L, 751L);
    assertThat(traffic.dueBy(Duration.ofDays(1).toNanos())).isEqualTo(SETTINGS.events());
  }

  @Test
  void events_areDueWhenTheScheduleSaysSo() {
    long before = -1;
    for (long number = 0; number < SETTINGS.events(); number++) {
      long due = traffic.dueNanos(number);
      assertThat(due).isGreaterThan(before);
      assertThat(traffic.dueBy(due + 1_000)).isGreaterThan(number);
      assertThat(traffic.event(number).timestamp()).isEqualTo(START.plusNanos(due));
      before = due;
    }
  }

  @Test
  void run_isToldByOneProcess() {
    Map<String, Set<Integer>> emitters =
        LongStream.range(0, SETTINGS.events())
            .filter(n -> traffic.event(n).runId() != null)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    n -> String.valueOf(traffic.event(n).runId()),
                    Collectors.mapping(traffic::emitterOf, Collectors.toSet())));

    assertThat(emitters.values()).allMatch(processes -> processes.size() == 1);
    assertThat(emitters.values().stream().flatMap(Set::stream).distinct()).hasSize(4);
  }
}
