package io.oriontrail.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.ingest.ArchiveLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's bucket, its tiers, and how Athena finds what lies there. */
final class ArchiveTest {
  @TempDir Path root;

  private final SynthesizedStage production = SynthesizedStage.example("production");

  @Test
  void objects_goToTheGlacierAfterAMonthAndAreDeletedAfterThirteen() {
    JsonNode rule = rules(production).path(0);

    assertThat(rule.path("Transitions")).hasSize(1);
    assertThat(rule.at("/Transitions/0/StorageClass").asText()).isEqualTo("GLACIER_IR");
    assertThat(rule.at("/Transitions/0/TransitionInDays").asInt()).isEqualTo(30);
    assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(395);
    assertThat(rule.path("Status").asText()).isEqualTo("Enabled");
  }

  /** Otherwise what was erased would stay behind the object that took its place. */
  @Test
  void olderVersions_ofAVersionedBucket_goWithinAWeekAndTheirMarkersToo() {
    JsonNode bucket = bucket(production);

    assertThat(bucket.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
    assertThat(rules(production).findValues("NoncurrentDays"))
        .extracting(JsonNode::asInt)
        .containsExactly(7);
    assertThat(rules(production).findValues("ExpiredObjectDeleteMarker"))
        .extracting(JsonNode::asBoolean)
        .containsExactly(true);
    assertThat(bucket.has("ObjectLockConfiguration")).isFalse();
  }

  @Test
  void tiers_asked_comeInTheirOrder() throws IOException {
    SynthesizedStage stage =
        trial(
            """
            region: eu-west-1
            keepData: false
            archive: {infrequentAccessDays: 30, glacierDays: 90, expireDays: 400}
            """);

    assertThat(rules(stage)).hasSize(1);
    assertThat(rules(stage).findValuesAsText("StorageClass"))
        .containsExactly("STANDARD_IA", "GLACIER_IR");
    assertThat(rules(stage).findValues("TransitionInDays"))
        .extracting(JsonNode::asInt)
        .containsExactly(30, 90);
    assertThat(stage.findings()).isEmpty();
  }

  @Test
  void athena_findsAnObjectByTheNamesThatTheFunctionGives() {
    JsonNode table = production.only("AWS::Glue::Table").at("/Properties/TableInput");
    JsonNode parameters = table.path("Parameters");
    String place =
        PolicyStatements.text(parameters.path("storage.location.template"))
            .replaceFirst("s3://<ArchiveEvents\\w*>/", "")
            .replace("${day}", "2026-11-22")
            .replace("${part}", "7");

    assertThat(place).isEqualTo(ArchiveLayout.partPrefix(LocalDate.of(2026, 11, 22), "7"));
    assertThat(parameters.path("projection.enabled").asText()).isEqualTo("true");
    assertThat(parameters.path("projection.part.values").asText().split(","))
        .containsExactlyElementsOf(ArchiveLayout.PARTS);
    assertThat(table.path("PartitionKeys").findValuesAsText("Name"))
        .containsExactly(ArchiveLayout.DAY, ArchiveLayout.PART);
    assertThat(production.only("AWS::Glue::Database").at("/Properties/DatabaseInput/Name").asText())
        .isEqualTo("orion_trail_production");
  }

  /** By the example of the wire format that has them all. */
  @Test
  void athena_hasAColumnForEveryFieldOfAnEvent() throws IOException {
    String document =
        Files.readString(StandInRoot.repository().resolve("docs/contracts/wire-format.md"), UTF_8);
    String all = document.substring(document.indexOf("Everything at once:"));
    String json = all.substring(all.indexOf('{'), all.indexOf("}}") + 2);
    List<String> fields =
        new ObjectMapper()
            .readTree(json).properties().stream()
                .map(field -> field.getKey().toLowerCase(Locale.ROOT))
                .toList();
    JsonNode storage =
        production.only("AWS::Glue::Table").at("/Properties/TableInput/StorageDescriptor");

    assertThat(storage.path("Columns").findValuesAsText("Name"))
        .containsExactlyInAnyOrderElementsOf(
            fields.stream().map(name -> name.equals("timestamp") ? "occurred" : name).toList());
    assertThat(storage.at("/SerdeInfo/Parameters/mapping.occurred").asText())
        .isEqualTo("timestamp");
  }

  @Test
  void stageWithoutArchive_hasNoneOfIt() {
    SynthesizedStage sandbox = SynthesizedStage.example("sandbox");

    assertThat(sandbox.resources("AWS::Glue::Table")).isEmpty();
    assertThat(sandbox.resources("AWS::Lambda::EventSourceMapping")).hasSize(1);
    assertThat(sandbox.template().path("Outputs").has("ArchiveBucket")).isFalse();
  }

  @Test
  void archive_inTrouble_isOneTicketOfFourParts() {
    assertThat(
            Stream.of("archive-age", "archive-errors", "archive-owed", "archive-given-up")
                .map(name -> "orion-trail-production-" + name))
        .isSubsetOf(
            production.resources("AWS::CloudWatch::Alarm").values().stream()
                .map(alarm -> alarm.at("/Properties/AlarmName").asText())
                .toList());
    assertThat(
            production.resources("AWS::CloudWatch::CompositeAlarm").values().stream()
                .map(alarm -> alarm.at("/Properties/AlarmName").asText()))
        .contains("orion-trail-production-archive-unhealthy");
  }

  @Test
  void recordsOfTheArchive_putAsideOrLostAltogether_raiseTheSameAlarm() {
    JsonNode alarm =
        production.resources("AWS::CloudWatch::Alarm").values().stream()
            .map(resource -> resource.path("Properties"))
            .filter(one -> one.path("AlarmName").asText().endsWith("-archive-given-up"))
            .findFirst()
            .orElseThrow();
    List<JsonNode> metrics =
        alarm.path("Metrics").valueStream().filter(query -> query.has("MetricStat")).toList();

    assertThat(metrics)
        .extracting(query -> query.at("/MetricStat/Metric/MetricName").asText())
        .containsExactlyInAnyOrder("OnFailureDestinationDeliveredEventCount", "DroppedEventCount");
    assertThat(metrics)
        .extracting(query -> query.at("/MetricStat/Metric/Dimensions/0"))
        .allSatisfy(
            feed -> {
              assertThat(feed.path("Name").asText()).isEqualTo("EventSourceMappingUUID");
              assertThat(SynthesizedStage.target(feed.path("Value"))).startsWith("ArchiveFeed");
            });
    assertThat(alarm.path("Metrics").findValuesAsText("Expression"))
        .containsExactly("FILL(aside, 0) + FILL(lost, 0)");
  }

  @Test
  void audit_isCopiedToABucketThatLetsNothingBeTakenBack() throws IOException {
    JsonNode locked =
        production.resources("AWS::S3::Bucket").values().stream()
            .map(bucket -> bucket.path("Properties"))
            .filter(bucket -> bucket.path("ObjectLockEnabled").asBoolean())
            .findFirst()
            .orElseThrow();
    JsonNode retention = locked.at("/ObjectLockConfiguration/Rule/DefaultRetention");

    assertThat(retention.path("Mode").asText()).isEqualTo("GOVERNANCE");
    assertThat(retention.path("Days").asInt()).isEqualTo(400);
    assertThat(locked.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
    assertThat(locked.at("/LifecycleConfiguration/Rules/0/ExpirationInDays").asInt())
        .isGreaterThan(400);
    assertThat(production.resource(production.auditTable()).at("/Properties/StreamSpecification"))
        .hasToString("{\"StreamViewType\":\"NEW_IMAGE\"}");
    assertThat(
            SynthesizedStage.example("sandbox")
                .resource(SynthesizedStage.example("sandbox").auditTable())
                .at("/Properties")
                .has("StreamSpecification"))
        .isFalse();
    SynthesizedStage strict =
        trial("region: eu-west-1\nkeepData: false\naudit: {lockDays: 9, mode: COMPLIANCE}\n");
    assertThat(strict.template().findValue("DefaultRetention"))
        .hasToString("{\"Days\":9,\"Mode\":\"COMPLIANCE\"}");
    assertThat(strict.findings()).isEmpty();
  }

  private SynthesizedStage trial(String yaml) throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(root.resolve("infra").resolve("stages").resolve("trial.yaml"), yaml);
    return SynthesizedStage.synthesize(root, "trial", stack -> {});
  }

  private static JsonNode rules(SynthesizedStage stage) {
    return bucket(stage).at("/LifecycleConfiguration/Rules");
  }

  private static JsonNode bucket(SynthesizedStage stage) {
    return stage.resources("AWS::S3::Bucket").entrySet().stream()
        .filter(bucket -> bucket.getKey().startsWith("ArchiveEvents"))
        .map(bucket -> bucket.getValue().path("Properties"))
        .findFirst()
        .orElseThrow();
  }
}
