package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.TableLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

final class EventTableTest {

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void keysAndIndexes_areThoseOfTheStoresLayout(String stage) {
    JsonNode table = table(stage);
    Map<String, List<String>> expected = new TreeMap<>();
    Map<String, List<String>> actual = new TreeMap<>();
    TableLayout.createTableRequest("any")
        .globalSecondaryIndexes()
        .forEach(
            index -> {
              List<String> keys = names(index.keySchema());
              keys.add(index.projection().projectionTypeAsString());
              expected.put(index.indexName(), keys);
            });
    for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
      List<String> keys = keys(index.path("KeySchema"));
      keys.add(index.at("/Projection/ProjectionType").asText());
      actual.put(index.path("IndexName").asText(), keys);
    }

    assertThat(keys(table.path("KeySchema")))
        .isEqualTo(names(TableLayout.createTableRequest("any").keySchema()));
    assertThat(actual).isEqualTo(expected);
  }

  /** The design's own words, so that a layout that changes by mistake is noticed here, too. */
  @Test
  void layout_hasTheKeysAndIndexesOfTheDesign() {
    JsonNode table = table("production");

    assertThat(keys(table.path("KeySchema"))).containsExactly("pk:HASH", "sk:RANGE");
    assertThat(table.path("GlobalSecondaryIndexes").findValuesAsText("IndexName"))
        .containsExactly("failures");
    assertThat(table.path("TimeToLiveSpecification").toString())
        .isEqualTo("{\"AttributeName\":\"ttl\",\"Enabled\":true}");
  }

  @Test
  void stageOfDefaults_isPaidByRequestUpToACeilingOnTableAndIndexes(@TempDir Path root)
      throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(
        root.resolve("infra").resolve("stages").resolve("trial.yaml"),
        "region: eu-west-1\ntable: {capacity: {maxWriteUnits: 1000, maxReadUnits: 500}}");
    SynthesizedStage stage = SynthesizedStage.synthesize(root, "trial", stack -> {});
    JsonNode table = stage.resource(stage.eventTable()).path("Properties");

    assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.findValuesAsText("MaxWriteRequestUnits")).hasSize(2).containsOnly("1000");
    assertThat(table.findValuesAsText("MaxReadRequestUnits")).hasSize(2).containsOnly("500");
    assertThat(stage.only("AWS::Kinesis::Stream").at("/Properties/StreamModeDetails").toString())
        .contains("ON_DEMAND");
  }

  @Test
  void production_followsUseBetweenItsBoundsWithIndexesFromATenth() {
    JsonNode table = table("production");

    assertThat(table.path("BillingMode").asText()).isEqualTo("PROVISIONED");
    assertThat(table.findValues("WriteCapacityAutoScalingSettings"))
        .extracting(s -> s.path("MinCapacity").asInt() + " to " + s.path("MaxCapacity").asInt())
        .containsExactlyInAnyOrder("2000 to 15000", "200 to 15000");
    assertThat(table.findValues("TargetValue")).extracting(JsonNode::asInt).containsOnly(70);
  }

  @Test
  void rollups_haveTheKeysOfTheStoresLayoutExpireAndScaleFromATenth() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    JsonNode table = stage.resource(stage.rollupTable()).path("Properties");

    assertThat(keys(table.path("KeySchema")))
        .isEqualTo(names(RollupLayout.createTableRequest("any").keySchema()));
    assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText())
        .isEqualTo(RollupLayout.TTL);
    assertThat(table.at("/TimeToLiveSpecification/Enabled").asBoolean()).isTrue();
    assertThat(table.findValues("WriteCapacityAutoScalingSettings"))
        .extracting(s -> s.path("MinCapacity").asInt() + " to " + s.path("MaxCapacity").asInt())
        .containsExactly("200 to 15000");
  }

  private static JsonNode table(String stage) {
    SynthesizedStage synthesized = SynthesizedStage.example(stage);
    return synthesized.resource(synthesized.eventTable()).path("Properties");
  }

  private static List<String> keys(JsonNode schema) {
    List<String> keys = new ArrayList<>();
    schema.forEach(
        key -> keys.add(key.path("AttributeName").asText() + ":" + key.path("KeyType").asText()));
    return keys;
  }

  private static List<String> names(List<KeySchemaElement> schema) {
    List<String> keys = new ArrayList<>();
    schema.forEach(key -> keys.add(key.attributeName() + ":" + key.keyTypeAsString()));
    return keys;
  }
}
