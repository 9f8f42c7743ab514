package io.oriontrail.local.cost;

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

class CostReportTest {

  @Test
  void costDocument_holdsWhatTheCalculatorPrints() throws IOException {
    assertThat(Files.readString(root().resolve("docs/COST.md"))).contains(CostReport.markdown());
  }

  @Test
  void production_costs_stayWithinTheGoals() {
    CostModel model = CostReport.model(CostReport.sample());

    assertThat(model.perMillion(model.list())).isLessThanOrEqualTo(0.37);
    assertThat(model.perMillion(model.reserved())).isLessThanOrEqualTo(0.27);
    assertThat(model.perMillion(model.naive())).isGreaterThan(4 * 0.37);
  }

  /** A bill by hand: an item of one unit, nothing else, at full use. */
  @Test
  void writes_areUnitsOverUtilisationTimesPrice() {
    Traffic plain = new Traffic(10, 1, 400, 300, 300, 1, 0, 0, 0);
    Deployment production = Deployment.production(9_000, 20);
    CostModel model = new CostModel(plain, production, Prices.US_EAST_1);

    // 4,629.6 events a second and 10 x 2 sums and 3 %, at 70 %, for 0.4745 dollars a unit.
    double units = (4_629.63 * 1.03 + 20) / 0.7;
    assertThat(model.list().getFirst().dollarsPerMonth()).isCloseTo(units * 0.4745, within(1.0));
    // 400 million items a day of 400 bytes, 14 days.
    assertThat(model.list().get(1).dollarsPerMonth()).isCloseTo(2_240 * 0.25, within(0.5));
  }

  @Test
  void simulatedEvents_items_areLean() {
    Traffic traffic = Traffic.of(CostReport.sample());

    assertThat(traffic.itemBytes()).isLessThanOrEqualTo(450);
    assertThat(traffic.itemP999()).isLessThanOrEqualTo(1_024);
  }

  @Test
  void realEvents_items_areLean() throws IOException {
    Traffic traffic = Traffic.of(realEvents());

    assertThat(traffic.events()).isEqualTo(235_882);
    // What docs/COST.md says of flat producers.
    assertThat(traffic.listings()).isCloseTo(0.430, within(0.0005));
    assertThat(traffic.itemBytes()).isLessThanOrEqualTo(450);
    assertThat(traffic.itemP999()).isLessThanOrEqualTo(1_024);
  }

  private static List<StepEvent> realEvents() throws IOException {
    Path log = root().resolve("../shared/data/bpic2012-events.ndjson.gz");
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

  private static Path root() {
    return Path.of(System.getProperty("orion.root"));
  }
}
