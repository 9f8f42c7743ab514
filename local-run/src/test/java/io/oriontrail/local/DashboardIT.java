package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.simulate.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page in Debian's Chromium on the real line with the demo in it: no part of it is mocked. */
class DashboardIT {
  private static final Path ROOT = LineContract.root().toAbsolutePath().normalize();

  private static final Progress PROGRESS = new Progress(System.out, false);

  @Test
  void page_onTheRunningLine_doesWhatPeopleComeFor() throws Exception {
    Path journey = ROOT.resolve("docs/contracts/orion-journey.yaml");
    try (AwsEndpoints endpoints = EmbeddedEndpoints.start(ROOT, null, _ -> {});
        LocalLine line =
            LocalLine.start(
                LineSettings.of(ROOT).withJourney(journey), endpoints, FrontServer.bind(0));
        DemoPlayer demo = DemoPlayer.start(line.description(), PROGRESS)) {
      Demo.Examples examples = demo.examples();

      String base = line.description().dashboard().toString();
      for (String trials : List.of("e2e/line.mjs", "e2e/single.mjs", "e2e/across.mjs")) {
        run(
            "node",
            trials,
            base,
            "clean=" + examples.clean(),
            "failed=" + examples.failed(),
            "running=" + examples.running());
      }
      run("node", "e2e/told.mjs", base); // the last: what it tells is seen across executions
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(ROOT.resolve("dashboard").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
