package io.oriontrail.local.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TrafficSampleTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));

  @Test
  void simulatedEvents_takeWhatTheCalculatorReckonsWith() throws IOException {
    TrafficSample sample = TrafficSample.simulated();

    assertThat(Files.readString(ROOT.resolve("infra/traffic/simulated-orion.yaml")))
        .isEqualTo(sample.yaml());
    assertThat(sample.itemBytes()).isLessThanOrEqualTo(450);
    assertThat(sample.itemP999()).isLessThanOrEqualTo(1_024);
    // Parting a batch by account costs nothing: accounts resemble themselves.
    assertThat(sample.archiveBytes()).isLessThan(1.02 * sample.inOneObject());
    assertThat(sample.events()).isEqualTo(19_616);
    assertThat(sample.executions()).isEqualTo(392);
  }

  @Test
  void realEvents_items_areLean() throws IOException {
    TrafficSample sample = TrafficSample.of(realEvents());

    assertThat(sample.events()).isEqualTo(235_882);
    // What docs/COST.md says of flat producers.
    assertThat(sample.listings()).isCloseTo(0.430, within(0.0005));
    assertThat(sample.itemBytes()).isLessThanOrEqualTo(450);
    assertThat(sample.itemP999()).isLessThanOrEqualTo(1_024);
  }

  private static List<StepEvent> realEvents() throws IOException {
    Path log = ROOT.resolve("../shared/data/bpic2012-events.ndjson.gz");
    List<StepEvent> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);
        if (StepEventJson.decode(json, 0, json.length).message() instanceof StepEvent event) {
          events.add(event);
        }
      }
    }
    return events;
  }
}
