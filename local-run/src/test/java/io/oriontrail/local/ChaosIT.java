package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.chaos.ChaosSchedule;
import io.oriontrail.local.chaos.ChaosVerdict;
import io.oriontrail.local.chaos.FaultKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code ./orion chaos} with every kind of fault, shortened: four episodes of more than a second
 * with three faults each, ingest in this process.
 */
final class ChaosIT {
  private static final long SEED = 146_739;

  /**
   * That it recovers by itself. How soon, the command judges, to which the machine is left alone:
   * beside the rest of the suite ten seconds may pass without a line getting any of it.
   */
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);

  @Test
  void everyKindOfFault_losesInventsAndChangesNothing() throws Exception {
    ChaosSchedule schedule =
        ChaosSchedule.draw(
            SEED, Duration.ofSeconds(12), Duration.ofMillis(2_500), Duration.ofMillis(1_000));
    assertThat(
            schedule.episodes().stream()
                .flatMap(episode -> episode.faults().stream())
                .map(ChaosSchedule.Injection::kind)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(FaultKind.values());
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ChaosVerdict verdict =
        ChaosCommand.run(
            schedule,
            LineSettings.of(LineContract.root()),
            RECOVERY_LIMIT,
            new PrintStream(out, true, StandardCharsets.UTF_8));

    System.out.println(out.toString(StandardCharsets.UTF_8));
    assertThat(verdict.violations()).isEqualTo(List.of());
  }
}
