package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.load.JvmReading;
import io.oriontrail.local.load.SoakReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./orion soak}, shortened: too short to say that anything is flat. */
final class SoakIT {
  @Test
  void shortSoak_readsEveryProcessAndLosesNothing() throws Exception {
    List<JvmReading> readings = new ArrayList<>();
    SoakReport report;
    try (SoakRun run =
        SoakRun.start(LineContract.root(), 100, Duration.ofMillis(2_500), Duration.ofSeconds(10))) {
      report = run.run(Duration.ofSeconds(4), 1, readings::addAll, _ -> {}, "./orion soak");
    }

    assertThat(readings)
        .extracting(JvmReading::process)
        .contains(
            "emitters", "Kinesis, mapping, front server", "ingest", "query", "DynamoDB Local");
    assertThat(readings)
        .allSatisfy(
            reading -> {
              assertThat(reading.liveBytes()).isGreaterThan(1 << 20);
              assertThat(reading.threads()).isPositive();
              assertThat(reading.handles()).isPositive();
            });
    assertThat(report.json())
        .contains("\"offered\" : 1125", "\"dropped\" : 0", "\"missing\" : 0", "\"different\" : 0");
  }
}
