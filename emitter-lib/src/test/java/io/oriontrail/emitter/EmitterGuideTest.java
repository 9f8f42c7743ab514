package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide knows every option and every reason, and asks for no permission too many. */
final class EmitterGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));
  private static final Pattern POLICY = Pattern.compile("```json policy\n(.*?)```", Pattern.DOTALL);

  private final String guide = Files.readString(ROOT.resolve("docs/EMITTER.md"));

  EmitterGuideTest() throws IOException {}

  @Test
  void options_areAllInTheTable() {
    List<String> options =
        Arrays.stream(EmitterBuilder.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !name.equals("build"))
            .distinct()
            .toList();
    assertThat(options).hasSizeGreaterThan(15);
    assertThat(options).allSatisfy(option -> assertThat(guide).contains("\n| `" + option + "` |"));
    assertThat(guide).contains(EmitterBuilder.ENABLED_VARIABLE + "=false");
  }

  @Test
  void defaults_inTheTable_areThoseOfTheBuilder() {
    Settings settings = new EmitterBuilder().sender(new ScriptedSender()).settings();
    assertThat(settings.bufferBytes()).isEqualTo(32L << 20);
    assertThat(guide).contains("| `bufferBytes` | 32 MiB |");
    assertThat(guide)
        .contains(String.format(Locale.ROOT, "| `bufferCount` | %,d |", settings.bufferCount()));
    assertThat(guide).contains("| `linger` | %d ms |".formatted(settings.linger().toMillis()));
    assertThat(guide).contains("| `maxInFlight` | %d |".formatted(settings.maxInFlight()));
    assertThat(guide)
        .contains("| `requestTimeout` | %d s |".formatted(settings.requestTimeout().toSeconds()))
        .contains("| `retryWindow` | %d min |".formatted(settings.retryWindow().toMinutes()))
        .contains(
            "| `heartbeatInterval` | %d s |".formatted(settings.heartbeatInterval().toSeconds()));
  }

  @Test
  void reasons_haveAllTheirAdvice() {
    assertThat(DropReason.values())
        .allSatisfy(reason -> assertThat(guide).contains("\n| `" + reason + "` |"));
  }

  @Test
  void policies_allowWhatTheSenderCallsAndNothingMore() throws IOException {
    List<MatchResult> policies = POLICY.matcher(guide).results().toList();
    assertThat(policies).hasSize(3);
    for (MatchResult policy : policies) {
      JsonNode statement = new ObjectMapper().readTree(policy.group(1)).get("Statement").get(0);
      assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
      assertThat(statement.get("Action").asText())
          .isIn("kinesis:PutRecords", "kms:GenerateDataKey");
      assertThat(statement.get("Resource").asText()).startsWith("arn:aws:").doesNotContain("*");
    }
  }
}
