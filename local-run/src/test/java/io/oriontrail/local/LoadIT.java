package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.load.LinePart;
import io.oriontrail.local.load.LoadReport;
import io.oriontrail.local.load.LoadResult;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.load.LoadSettings.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code ./orion load}, shortened. */
final class LoadIT {
  /** The real line but for the table, for three seconds. */
  @Test
  void shortLoad_losesNothingAndIsReported() throws Exception {
    LoadSettings settings =
        LoadSettings.of(300, Duration.ofSeconds(2), Store.MEMORY)
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(2));
    LoadResult result;
    try (LoadLine line = LoadLine.start(LineContract.root(), settings);
        LoadRun run = new LoadRun(settings, line)) {
      result = run.run((_, _) -> {}, _ -> {});
    }

    assertThat(result.check().expected()).isEqualTo(750);
    assertThat(result.check().isClean()).isTrue();
    // One that an emitter had no answer for in time is sent, and stored, again.
    assertThat(result.samples().getLast().stored()).isGreaterThanOrEqualTo(750);
    assertThat(result.probesLost()).isZero();
    assertThat(result.freshnessOfAll().count()).isEqualTo(result.probes().size()).isPositive();
    assertThat(result.samples().getLast().cpuSeconds()).containsKey(LinePart.INGEST);
    LoadReport report = new LoadReport(result, "./orion load <&> \"x\"");
    assertThat(report.html())
        .contains("default-src 'none'; style-src 'sha256-")
        .contains("./orion load &lt;&amp;&gt; &quot;x&quot;")
        .doesNotContain("<script", " style=", "http://", "https://", "%s");
    assertThat(report.json()).contains("\"missing\" : 0", "\"offered\" : 750");
  }
}
