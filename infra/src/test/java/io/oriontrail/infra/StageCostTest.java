package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.AuditArchiveHandler;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.query.QueryHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bills worked out by hand, and the goals that the example stages have to keep. */
final class StageCostTest {
  private static final Offset<Double> CENT = within(0.01);

  /** An event of 300 bytes and one unit, an index of nothing, a listing for ten. */
  private static final Traffic PLAIN =
      new Traffic(
          400, 300, 300, 1, 0.1, 80, 0.02, 10, 90, Map.of(1, 420.0, 10, 1_500.0, 100, 9_000.0));

  private static final Load FULL = new Load(400e6, 10, 100, 1e6);

  /** A team's: some producers, each of which emits now and then. */
  static final Load SMALL = new Load(1e6, 10, 1, 1e4);

  @Test
  void provisioned_isUnitsOverUtilisationTimesPrice() {
    StageCost cost =
        new StageCost(
            config(
                """
        region: us-east-1
        stream: {mode: PROVISIONED, shards: 10, retention: PT48H}
        table: {capacity: {mode: PROVISIONED, write: {min: 2000, max: 15000}, read: {min: 50, max: 90}}}
        """),
            PLAIN,
            FULL);

    // 400 M / 86,400 s = 4,629.63 a second; 1.1 units each at 70 %: 7,275.13 for $0.4745 a month.
    assertThat(dollars(cost, "DynamoDB: events and listings")).isCloseTo(3_452.05, CENT);
    // 2 of 100 are copied: 92.59 / 0.7 = 132.28 units, but a tenth of the minimum, 200, is bought.
    assertThat(dollars(cost, "DynamoDB: index of failures")).isCloseTo(200 * 0.4745, CENT);
    // 3 of 100 events, and 2 a second for each of 10 shards: 158.89 / 0.7 = 226.98 units.
    assertThat(dollars(cost, "DynamoDB: sums")).isCloseTo(107.70, CENT);
    // Nothing to speak of is read: 50 units and twice a tenth of it, for $0.0949 a month.
    assertThat(dollars(cost, "DynamoDB: reads")).isCloseTo(60 * 0.0949, CENT);
    // A record for each of a million reads, by request.
    assertThat(dollars(cost, "DynamoDB: audit")).isCloseTo(0.625, CENT);
    // 400 M x (400 x 1.02 + 0.1 x 180) = 170.4 GB a day for 14 days, and 1 M / 30.4167 audit
    // records
    // of 400 B a day for 400 days: 5.26 GB; at $0.25.
    assertThat(dollars(cost, "DynamoDB: storage")).isCloseTo((2_385.6 + 5.2603) * 0.25, CENT);
    // 10 shards x 730 h x $0.015, and 121.667 M records of one unit at $0.014 a million.
    assertThat(dollars(cost, "Kinesis: shards and records")).isCloseTo(109.5 + 1.7033, CENT);
    assertThat(dollars(cost, "Kinesis: retention beyond a day")).isCloseTo(146.0, CENT);
  }

  @Test
  void ingest_isInvocationsTimesTheirTimeAndMemory() {
    StageCost cost =
        new StageCost(
            config(
                """
        region: us-east-1
        stream: {mode: PROVISIONED, shards: 10}
        ingest: {memoryMib: 1024}
        """),
            PLAIN,
            FULL);

    // A batch a second and shard, 462.96 events: 5 ms, 9.259 ms of processor; 509.3 items are 20.4
    // calls, 2 rounds of 16, and 15.9 sums 1 round: 18 ms.
    assertThat(cost.ingest().invocationsPerSecond()).isCloseTo(10, CENT);
    assertThat(cost.ingest().invocationSeconds()).isCloseTo(0.032259, within(1e-6));
    assertThat(cost.ingest().concurrency()).isCloseTo(0.32259, within(1e-5));
    // 26.28 M at $0.20 a million: 5.256; x 0.032259 s x 1 GB x $0.0000133334: 11.304.
    assertThat(dollars(cost, "Lambda: ingest")).isCloseTo(5.256 + 11.304, CENT);
    // 26.28 M lines of 2,200 B and 1 M of 1,200 B: 59.016 GB at $0.50, and 30 days at $0.03.
    assertThat(dollars(cost, "CloudWatch Logs: taken in")).isCloseTo(29.51, CENT);
    assertThat(dollars(cost, "CloudWatch Logs: kept")).isCloseTo(1.75, CENT);
  }

  @Test
  void onDemand_isPaidByRequestAndByTheKilobyteOfARecord() {
    StageCost cost = new StageCost(config("region: us-east-1"), PLAIN, new Load(1e6, 10, 1, 1e4));

    // 30.4167 M events x 1.1 units at $0.625 a million.
    assertThat(dollars(cost, "DynamoDB: events and listings")).isCloseTo(20.91, CENT);
    // 30.4167 M records of a begun kilobyte: 31.147 GB, in and out; and 730 h.
    assertThat(dollars(cost, "Kinesis: shards and records"))
        .isCloseTo(730 * 0.04 + 31.1467 * 0.12, CENT);
    assertThat(cost.ingest().shards()).isEqualTo(4);
  }

  @Test
  void reserved_isTheAverageUseForAYearAndTheRestByTheHour() {
    StageCost cost =
        new StageCost(
            config(
                """
        region: us-east-1
        table: {capacity: {mode: PROVISIONED, write: {min: 1, max: 15000}, read: {min: 1, max: 90}}}
        """),
            PLAIN,
            FULL);

    // 5,092.59 units used of 7,275.13: x $0.218 a month, and 2,182.54 x $0.4745.
    assertThat(
            StageCost.sum(
                cost.reserved().stream()
                    .filter(line -> line.what().equals("DynamoDB: events and listings"))
                    .toList()))
        .isCloseTo(1_110.19 + 1_035.62, within(0.02));
  }

  @Test
  void peak_beyondTheTable_waitsAndDrainsByWhatIsSpare() {
    IngestLoad ingest =
        new IngestLoad(
            config(
                """
                region: us-east-1
                table: {capacity: {mode: PROVISIONED, write: {min: 1, max: 15000}, read: {min: 1, max: 9}}}
                """),
            PLAIN,
            FULL);

    // 46,296.3 a second come, 15,000 / 1.1 = 13,636.4 are stored: 32,659.9 x 600 wait, and then
    // 13,636.4 - 4,629.6 = 9,006.7 a second are spare.
    assertThat(ingest.backlogAfter(Duration.ofMinutes(10))).isCloseTo(19_595_959, within(1.0));
    assertThat(ingest.secondsToDrain(Duration.ofMinutes(10))).isCloseTo(2_175.7, within(0.1));
    // 463 records of 9 kB a second are 4.17 MB: 5.2 shards at 80 %.
    assertThat(ingest.shardsForPeak()).isEqualTo(6);
  }

  @Test
  void archive_isItsFunctionItsObjectsAndWhatTheyHoldByTier() {
    StageCost cost =
        new StageCost(
            config("region: us-east-1\nstream: {mode: PROVISIONED, shards: 10}"),
            PLAIN,
            FULL,
            new StageCost.Extras(ArchiveCost.ofDays(395), 2));

    // 400 M events of 90 B a day are 36 GB: 30 days at $0.023, 365 days at $0.004.
    assertThat(dollars(cost, "Archive: stored")).isCloseTo(36 * (30 * 0.023 + 365 * 0.004), CENT);
    // A record is 12,420 B of JSON, 506.56 fill 6 MiB: 0.091394 batches a second, 240,183 a month
    // of
    // 16 objects each, 3,842,926, put for $0.005 and moved for $0.02 a thousand.
    assertThat(dollars(cost, "Archive: objects put and moved")).isCloseTo(96.07, CENT);
    // 50,656 events in each: 5 ms, 1.0131 s and 0.48 s; x 1.7275 GB x $0.0000133334: 8.288; and
    // $0.20 a million: 0.048.
    assertThat(dollars(cost, "Archive: function")).isCloseTo(8.336, CENT);
    // $5, two rules and a million requests.
    assertThat(dollars(cost, "Web firewall")).isCloseTo(7.60, CENT);
  }

  @Test
  void table_thatCannotTakeTheMean_neverDrains() {
    IngestLoad ingest =
        new IngestLoad(
            config("region: us-east-1\ntable: {capacity: {maxWriteUnits: 4000}}"), PLAIN, FULL);

    assertThat(ingest.secondsToDrain(Duration.ofMinutes(10))).isInfinite();
  }

  @Test
  void longEvents_takeAUnitForEachKilobyteOfALongOne() {
    Traffic longer = PLAIN.withJsonBytes(2_000);

    assertThat(longer.itemBytes()).isCloseTo(1_500, within(0.1));
    assertThat(longer.writeUnits()).isEqualTo(2);
    assertThat(longer.recordBytes(100)).isCloseTo(45_000, within(0.1));
    assertThat(PLAIN.withJsonBytes(800).writeUnits()).isEqualTo(1);
  }

  @Test
  void production_costs_stayWithinTheGoals() {
    StageCost cost = new StageCost(example("production"), simulated(), FULL);

    assertThat(cost.perMillion(cost.list())).isLessThanOrEqualTo(0.37);
    assertThat(cost.perMillion(cost.reserved())).isLessThanOrEqualTo(0.27);
    assertThat(cost.naive(cost.list())).isGreaterThan(4 * StageCost.sum(cost.list()));
    assertThat(cost.ingest().shardsForPeak())
        .isLessThanOrEqualTo(example("production").stream().shards());
  }

  @Test
  void smallestStages_aMillionEventsADay_stayWithinTheirPrices() {
    StageCost sandbox = new StageCost(example("sandbox"), simulated(), SMALL);
    StageCost team = new StageCost(example("team"), simulated(), SMALL);

    assertThat(StageCost.sum(sandbox.list(), StageCost.Part.LINE)).isLessThanOrEqualTo(25);
    assertThat(StageCost.sum(team.list(), StageCost.Part.LINE)).isLessThanOrEqualTo(25);
    assertThat(StageCost.sum(team.list())).isLessThanOrEqualTo(45);
    assertThat(sandbox.ingest().shardsForPeak()).isEqualTo(1);
  }

  @Test
  void metrics_areAsManyAsTheFunctionsWrite() {
    Map<Class<?>, Set<EmittedMetrics.Metric>> written = EmittedMetrics.byHandler();

    assertThat(written.get(IngestHandler.class))
        .filteredOn(metric -> metric.dimensions().size() > 1)
        .hasSize(StageCost.METRICS_OF_STEP);
    Set<EmittedMetrics.Metric> none = Set.of();
    assertThat(
            written.getOrDefault(IngestHandler.class, none).size()
                + written.getOrDefault(QueryHandler.class, none).size())
        .isEqualTo(
            StageCost.METRICS + StageCost.METRICS_OF_COMPLETENESS + StageCost.METRICS_OF_STEP);
    assertThat(written.get(ArchiveHandler.class)).hasSize(StageCost.METRICS_OF_ARCHIVE);
    assertThat(written.get(AuditArchiveHandler.class)).hasSize(StageCost.METRICS_OF_AUDIT);
  }

  /** What else is billed by the piece: as many as the template has. */
  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void pieces_areThoseOfTheTemplate(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    StageCost cost = new StageCost(stage.config(), PLAIN, SMALL);

    assertThat(dollars(cost, "Secrets Manager"))
        .isCloseTo(0.4 * stage.resources("AWS::SecretsManager::Secret").size(), CENT);
    assertThat(dollars(cost, "CloudWatch: dashboard"))
        .isCloseTo(3.0 * stage.resources("AWS::CloudWatch::Dashboard").size(), CENT);
    int keys = stage.resources("AWS::KMS::Key").size();
    assertThat(dollars(cost, "KMS")).isCloseTo(keys == 0 ? 0.15 : keys + 3.0, CENT);
    assertThat(stage.resources("AWS::WAFv2::WebACL")).as("not in the bill").isEmpty();
  }

  /** Each table's bought units, as the template says them. */
  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void leastUnits_areThoseOfTheTemplate(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    Load none = new Load(1e-9, 1, 1, 0);

    double written =
        StageCost.sum(
            new StageCost(stage.config(), PLAIN, none)
                .list().stream()
                    .filter(line -> line.what().startsWith("DynamoDB: "))
                    .filter(line -> !line.what().matches(".*(reads|storage|recovery|audit)"))
                    .toList());
    double least =
        stage.resources("AWS::DynamoDB::GlobalTable").values().stream()
            .flatMap(table -> StreamSupport.stream(capacities(table).spliterator(), false))
            .mapToDouble(JsonNode::asDouble)
            .sum();
    assertThat(written).isCloseTo(least * 0.4745, CENT);
  }

  private static List<JsonNode> capacities(JsonNode table) {
    return table.findParents("WriteCapacityAutoScalingSettings").stream()
        .map(settings -> settings.at("/WriteCapacityAutoScalingSettings/MinCapacity"))
        .toList();
  }

  static Traffic simulated() {
    return Traffic.simulated(StandInRoot.repository());
  }

  static StageConfig example(String name) {
    return StageConfig.load(StandInRoot.repository().resolve("infra").resolve("stages"), name);
  }

  private static StageConfig config(String yaml) {
    return StageConfig.parse("trial", yaml);
  }

  private static double dollars(StageCost cost, String line) {
    return cost.list().stream()
        .filter(l -> l.what().equals(line))
        .findFirst()
        .orElseThrow()
        .dollarsPerMonth();
  }
}
