package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OrionJourneyTest {
  private static final Path FILE =
      Path.of(System.getProperty("orion.root"), "docs", "contracts", "orion-journey.yaml");

  @Test
  void operations_ofTheJourney_areBetween15And25WithUniqueNames() {
    assertThat(OrionJourney.OPERATIONS).hasSizeBetween(15, 25);
    assertThat(OrionJourney.OPERATIONS).extracting(Operation::step).doesNotHaveDuplicates();
    assertThat(OrionJourney.SERVICES).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void operations_inTheirOrder_standBehindAllTheyDependOn() {
    Set<String> before = new HashSet<>();
    for (Operation operation : OrionJourney.OPERATIONS) {
      assertThat(before).containsAll(operation.dependsOn());
      before.add(operation.step());
    }
  }

  @Test
  void journeyFile_ofTheQuerySide_saysTheSame() throws IOException {
    JsonNode steps = new YAMLMapper().readTree(FILE.toFile()).get("steps");

    List<Step> inTheFile = new ArrayList<>();
    steps.forEach(step -> inTheFile.add(Step.of(step)));
    List<Step> inTheCode = OrionJourney.OPERATIONS.stream().map(Step::of).toList();
    assertThat(inTheFile).isEqualTo(inTheCode);
  }

  private record Step(String name, List<String> dependsOn, boolean optional, boolean isFinal) {
    static Step of(Operation operation) {
      return new Step(
          operation.step(),
          operation.dependsOn(),
          operation.optional(),
          operation.step().equals(OrionJourney.FINAL_STEP));
    }

    static Step of(JsonNode node) {
      List<String> dependsOn = new ArrayList<>();
      node.path("dependsOn").forEach(name -> dependsOn.add(name.textValue()));
      return new Step(
          node.path("name").textValue(),
          dependsOn,
          node.path("optional").booleanValue(),
          node.path("final").booleanValue());
    }
  }
}
