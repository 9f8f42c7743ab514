package io.oriontrail.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChaosVerdictTest {
  private static final Instant TIME = Instant.parse("2026-11-28T10:00:00Z");

  private final ChaosVerdict verdict = new ChaosVerdict();
  private final List<StepEvent> sent =
      IntStream.range(0, 100).mapToObj(n -> ChaosTraffic.event("p-1", n, TIME)).toList();

  @Test
  void sameEventsInAnyOrderAndTwice_areClean() {
    List<StepEvent> there = new ArrayList<>(sent.reversed());
    there.add(sent.getFirst());

    verdict.compare("t", sent, sent, there);

    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void missingEvent_isLost() {
    verdict.compare("t", sent, sent, sent.subList(1, 100));

    assertThat(verdict.violations()).singleElement().asString().contains("1 events are lost");
  }

  @Test
  void strangeEvent_isInvented() {
    verdict.compare("t", sent.subList(1, 100), sent.subList(1, 100), sent);

    assertThat(verdict.violations()).singleElement().asString().contains("1 events are invented");
  }

  @Test
  void changedEvent_isDifferent() {
    List<StepEvent> there = new ArrayList<>(sent);
    there.set(5, there.get(5).toBuilder().host("elsewhere").build());

    verdict.compare("t", sent, sent, there);

    assertThat(verdict.violations()).singleElement().asString().contains("1 events are different");
  }

  @Test
  void eventThatWasAllowedButNotOwed_mayBeThereOrNot() {
    verdict.compare("t", sent.subList(0, 50), sent, sent.subList(0, 60));

    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void quarantine_missesAPieceOrHoldsAnotherOne() {
    verdict.compareQuarantine(Set.of("a", "b"), Set.of("b", "c"));

    assertThat(verdict.violations()).hasSize(2);
  }

  @Test
  void answersThatDiffer_areToldWithTheirQuestion() {
    verdict.compareAnswers(List.of("q1", "q2"), q -> q, q -> q.equals("q2") ? "other" : q);

    assertThat(verdict.violations()).singleElement().asString().contains("q2", "other");
  }

  @Test
  void answersThatDifferedAsTimePassedBetweenThem_areAskedForOnceMore() {
    List<String> stalled = new ArrayList<>();

    verdict.compareAnswers(
        List.of("q"),
        q -> stalled.isEmpty() ? "running" : "stalled",
        q -> {
          stalled.add(q);
          return "stalled";
        });

    assertThat(stalled).hasSize(2);
    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void traffic_isKnownByItsIdAndTime() {
    for (StepEvent event : sent) {
      assertThat(
              ChaosTraffic.event(
                  ChaosTraffic.producerOf(event), ChaosTraffic.numberOf(event), event.timestamp()))
          .isEqualTo(event);
    }
  }
}
