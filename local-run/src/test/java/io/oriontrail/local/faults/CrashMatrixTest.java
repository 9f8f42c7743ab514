package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.lambda.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fault 36: the sandbox dies at any step between reading a batch and its answer. */
@Timeout(900)
final class CrashMatrixTest {
  private static final long SEED = 36;
  private final List<Packed> records = someRecords();

  @Test
  void fault36_killedAtEveryStep_redeliveryLeavesTheSameTable() {
    VirtualThread.run(this::killAtEveryStep);
  }

  private void killAtEveryStep() {
    List<String> steps = stepsOfAWholeRun();
    assertThat(new HashSet<>(steps))
        .isEqualTo(
            Set.of(
                "while reading",
                "before a write",
                "after a write",
                "before quarantine",
                "after quarantine",
                "before answering",
                "while answering",
                "after the answer"));

    for (int step = 1; step <= steps.size(); step++) {
      IngestRig rig = loaded();
      rig.kill.arm(step);
      rig.mapping.run(Duration.ofMinutes(1));

      assertThat(crashes(rig)).as("killed at step %d, %s", step, steps.get(step - 1)).isOne();
      rig.quietPhase();
    }
  }

  @Test
  void fault36_killedAgainAndAgain_redeliveryLeavesTheSameTable() {
    VirtualThread.run(this::killAgainAndAgain);
  }

  private void killAgainAndAgain() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      IngestRig rig = loaded();
      int kills = 2 + random.nextInt(6);
      rig.mapping.repeatInvocations(random.nextInt(3));
      for (int i = 0; i < kills; i++) {
        rig.kill.arm(1 + random.nextInt(60));
        rig.mapping.run(Duration.ofSeconds(random.nextInt(4)));
        if (random.nextBoolean()) {
          rig.mapping.die();
        }
      }
      rig.quietPhase();
    }
  }

  private List<String> stepsOfAWholeRun() {
    IngestRig rig = loaded();
    rig.mapping.run(Duration.ofMinutes(1));
    assertThat(crashes(rig)).isZero();
    List<String> steps = rig.kill.steps();
    rig.quietPhase();
    return steps;
  }

  private static List<Packed> someRecords() {
    Scenario scenario = new Scenario(SEED);
    List<Packed> records =
        new ArrayList<>(scenario.packed(scenario.goodLines(70), scenario.badLines(4)));
    records.add(scenario.unreadable());
    return records;
  }

  private IngestRig loaded() {
    IngestRig rig = new IngestRig();
    rig.putAll(records);
    return rig;
  }

  private static long crashes(IngestRig rig) {
    return rig.books.outcomes().stream().filter(Outcome.FunctionError.class::isInstance).count();
  }
}
