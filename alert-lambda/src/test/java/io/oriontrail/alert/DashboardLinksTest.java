package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.ExecutionKey;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The links of messages are those that the dashboard's own tests open. */
final class DashboardLinksTest {
  private static final String BASE = "https://dashboard.example.com/";

  @Test
  void links_areThoseOfTheContract() throws IOException {
    DashboardLinks links = new DashboardLinks(BASE);
    JsonNode contract =
        new ObjectMapper()
            .readTree(
                Path.of(System.getProperty("orion.root", ".."))
                    .resolve("docs/contracts/dashboard-links.json")
                    .toFile());

    assertThat(contract)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            link -> assertThat(link(links, link)).isEqualTo(BASE + link.path("query").asText()));
  }

  private static String link(DashboardLinks links, JsonNode link) {
    String step = link.path("step").asText();
    String code = link.path("code").asText();
    return switch (link.path("link").asText()) {
      case "execution" ->
          links.execution(
              ExecutionKey.of(link.path("account").asText(), link.path("execution").asText()));
      case "failures" -> links.failures(step, code);
      case "blast" -> links.blastRadius(step, code);
      default -> links.steps();
    };
  }
}
