package io.oriontrail.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a stage consists of, beside the list in the docs in which a reviewer sees it change. */
final class ResourceListTest {

  @Test
  void resources_areThoseThatTheDocsList() throws IOException {
    List<String> stages = SynthesizedStage.examples();
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (String stage : stages) {
      SynthesizedStage synthesized = SynthesizedStage.example(stage);
      Map<String, Long> all = counts(synthesized.template());
      // In us-east-1, but deployed and paid for all the same.
      counts(synthesized.edge()).forEach((type, count) -> all.merge(type, count, Long::sum));
      counts.put(stage, all);
    }
    TreeSet<String> types = new TreeSet<>();
    counts.values().forEach(count -> types.addAll(count.keySet()));
    StringBuilder table = new StringBuilder("| type | ");
    table.append(String.join(" | ", stages)).append(" |\n| --- |");
    stages.forEach(stage -> table.append(" ---: |"));
    for (String type : types) {
      table.append("\n| ").append(type).append(" |");
      for (String stage : stages) {
        Long count = counts.getOrDefault(stage, Map.of()).get(type);
        table.append(' ').append(count == null ? "–" : count).append(" |");
      }
    }

    Documented.requireTable(
        StandInRoot.repository().resolve("docs/RESOURCES.md"), table.append('\n').toString());
  }

  private static Map<String, Long> counts(JsonNode template) {
    return template
        .path("Resources")
        .valueStream()
        .collect(
            Collectors.groupingBy(
                resource -> resource.path("Type").asText(), TreeMap::new, Collectors.counting()));
  }
}
