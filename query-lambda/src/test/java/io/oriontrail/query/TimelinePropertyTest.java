package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every execution, shown on many made from seeds. A failure names its seed. */
class TimelinePropertyTest {
  private static final int SHUFFLED = 2_500;
  private static final int SMALL = 4_000;
  private static final int FUZZED = 12_000;

  @Test
  void timeline_eventsShuffledAndRepeated_isTheSame() {
    for (int seed = 0; seed < SHUFFLED; seed++) {
      RandomExecutions random = new RandomExecutions(seed);
      List<StepEvent> events = random.anything(40);
      Journey journey = random.journey();
      Baselines baselines = random.baselines();
      Instant asOf = random.asOf();
      List<StepEvent> disturbed = random.disturbed(events);

      Timeline one = Timeline.of(Events.execution(events), journey, baselines, asOf);
      Timeline other = Timeline.of(Events.execution(disturbed), journey, baselines, asOf);

      assertThat(withoutDuplicates(other)).as("seed %d", seed).isEqualTo(withoutDuplicates(one));
      assertThat(other.eventCount() + other.duplicateCount())
          .as("seed %d", seed)
          .isEqualTo(disturbed.size());
    }
  }

  private static ObjectNode withoutDuplicates(Timeline timeline) {
    ObjectNode json = Vectors.json(timeline);
    json.remove("duplicateCount");
    ((ObjectNode) json.required("dataQuality")).remove("duplicates");
    return json;
  }

  @Test
  void timeline_anyEvents_neverThrowsAndMakesSense() {
    OpenApi contract = OpenApi.read();
    for (int seed = 0; seed < FUZZED; seed++) {
      RandomExecutions random = new RandomExecutions(seed);
      ExecutionEvents events = Events.execution(random.anything(30));
      if (random.nextInt(5) == 0) {
        int cut = random.nextInt(events.events().size());
        events =
            ExecutionEvents.truncated(
                events.key(),
                events.events().subList(0, cut),
                events.events().subList(cut, events.events().size()));
      }
      Journey journey = random.nextInt(2) == 0 ? Journey.none() : random.journey();

      Timeline timeline = Timeline.of(events, journey, random.baselines(), random.asOf());

      makesSense(timeline, seed);
      if (seed % 40 == 0) {
        contract.checkTimeline(Vectors.json(timeline));
      }
    }
  }

  private static void makesSense(Timeline timeline, int seed) {
    String as = "seed " + seed;
    assertThat(timeline.verdict()).as(as).endsWith(".").doesNotContain("null", "  ", ";;", "..");
    assertThat(timeline.endedAt() == null).as(as).isEqualTo(timeline.durationNanos() == null);
    if (timeline.status() == ExecutionStatus.RUNNING
        || timeline.status() == ExecutionStatus.STALLED) {
      assertThat(timeline.endedAt()).as(as).isNull();
    }
    assertThat(timeline.unaccounted().totalNanos())
        .as(as)
        .isEqualTo(
            timeline.unaccounted().gaps().stream()
                .mapToLong(Unaccounted.Gap::durationNanos)
                .reduce(0, Nanos::plus));
    long start = Nanos.of(timeline.startedAt());
    for (Run run : timeline.runs()) {
      assertThat(run.start()).as(as).isGreaterThanOrEqualTo(start);
      assertThat(run.end()).as(as).isGreaterThanOrEqualTo(run.start());
      assertThat(run.slackNanos() == null ? 0 : run.slackNanos()).as(as).isNotNegative();
      assertThat(run.waitNanos() == null ? 0 : run.waitNanos()).as(as).isNotNegative();
    }
    assertThat(Vectors.json(timeline).required("runs")).as(as).hasSameSizeAs(timeline.runs());
  }

  /**
   * Whatever failed: within a minute of the last event a retry may come, unless an end was said.
   */
  @Test
  void timeline_lastEventLessThanAMinuteAgo_hasNoFinalStatus() {
    int running = 0;
    for (int seed = 0; seed < SHUFFLED; seed++) {
      List<StepEvent> events =
          new ArrayList<>(new RandomExecutions(seed).anything(20))
              .stream().filter(event -> !event.isBracket()).toList();
      if (events.isEmpty()) {
        continue;
      }
      Instant last =
          events.stream().map(StepEvent::timestamp).max(Instant::compareTo).orElseThrow();
      for (long after : new long[] {-5, 0, 1, 59, 60}) {
        Timeline timeline =
            Timeline.of(
                Events.execution(events),
                Journey.none(),
                Baselines.none(),
                last.plusSeconds(after));
        assertThat(timeline.status()).as("seed %d", seed).isEqualTo(ExecutionStatus.RUNNING);
        running++;
      }
    }
    assertThat(running).isGreaterThan(SHUFFLED * 4);
  }

  @Test
  void lanes_anyRuns_neverOverlapAndAreAsManyAsRunAtOnce() {
    for (int seed = 0; seed < SMALL; seed++) {
      List<Run> runs = timeline(new RandomExecutions(seed).anything(30)).runs();
      int most = 0;
      for (Run run : runs) {
        int atOnce = 0;
        for (Run other : runs) {
          boolean inProgress = other.start() <= run.start() && run.start() < occupiedUntil(other);
          atOnce += inProgress ? 1 : 0;
          boolean overlap =
              inProgress || (run.start() <= other.start() && other.start() < occupiedUntil(run));
          assertThat(run != other && overlap && run.lane() == other.lane())
              .as("seed %d: overlap in lane %d", seed, run.lane())
              .isFalse();
        }
        most = Math.max(most, atOnce);
      }
      assertThat(timeline(new RandomExecutions(seed).anything(30)).laneCount())
          .as("seed %d", seed)
          .isEqualTo(most)
          .isEqualTo(runs.stream().mapToInt(Run::lane).max().orElse(-1) + 1);
    }
  }

  private static long occupiedUntil(Run run) {
    return Math.max(run.end(), run.start() + 1);
  }

  @Test
  void pathAndSlack_upToEightRuns_areAsDefined() {
    int onPath = 0;
    int containers = 0;
    int waiting = 0;
    for (int seed = 0; seed < SMALL; seed++) {
      Timeline timeline = timeline(new RandomExecutions(seed).runs(8));
      NaiveTimeline naive = new NaiveTimeline(timeline.runs(), Nanos.of(timeline.startedAt()));
      List<Integer> path = naive.path();

      assertThat(timeline.criticalPath())
          .as("seed %d", seed)
          .extracting(Timeline.PathStep::run)
          .isEqualTo(path);
      for (int i = 0; i < path.size(); i++) {
        Timeline.PathStep step = timeline.criticalPath().get(i);
        assertThat(step.waitNanos()).as("seed %d", seed).isEqualTo(naive.waitOf(i, path));
        assertThat(step.inferred()).as("seed %d", seed).isEqualTo(naive.isInferred(step.run()));
        waiting += step.waitNanos() > 0 ? 1 : 0;
      }
      for (int i = 0; i < timeline.runs().size(); i++) {
        Run run = timeline.runs().get(i);
        assertThat(run.dependencies())
            .as("seed %d", seed)
            .containsExactly(naive.dependencies(i).stream().mapToInt(Integer::intValue).toArray());
        assertThat(run.parent()).as("seed %d", seed).isEqualTo(naive.parent(i));
        assertThat(run.isContainer()).as("seed %d", seed).isEqualTo(naive.isContainer(i));
        assertThat(run.slackNanos()).as("seed %d", seed).isEqualTo(naive.slack(i, path));
        containers += run.isContainer() ? 1 : 0;
      }
      onPath += path.size();
    }
    // The generator makes what is to be shown.
    assertThat(onPath).isGreaterThan(2 * SMALL);
    assertThat(containers).isGreaterThan(SMALL / 2);
    assertThat(waiting).isGreaterThan(SMALL / 2);
  }

  private static Timeline timeline(List<StepEvent> events) {
    return Timeline.of(
        Events.execution(events),
        Journey.none(),
        Baselines.none(),
        Instant.parse("2026-03-01T10:05:00Z"));
  }
}
