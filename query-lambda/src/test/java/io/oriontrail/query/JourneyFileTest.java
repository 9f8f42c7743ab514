package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JourneyFileTest {
  private static final Path CONTRACTS = Vectors.root().resolve("docs/contracts");

  private final Schema schema = schema();

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              Vectors.JSON.readTree(Files.readAllBytes(CONTRACTS.resolve("journey.schema.json"))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Journey read(String text) {
    return JourneyFile.read("journey.yaml", text.getBytes(UTF_8));
  }

  private static JsonNode tree(String yaml) {
    return Vectors.JSON.valueToTree(new org.yaml.snakeyaml.Yaml().load(yaml));
  }

  /** The example that people copy from has to be right. */
  @Test
  void file_exampleOfTheDocument_isReadAndFitsTheSchema() throws IOException {
    Matcher example =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(CONTRACTS.resolve("journey.md")));
    assertThat(example.find()).isTrue();

    Journey journey = read(example.group(1));

    assertThat(schema.validate(tree(example.group(1)))).isEmpty();
    assertThat(journey.name()).isEqualTo("account-onboarding");
    assertThat(journey.version()).isEqualTo("7");
    assertThat(journey.finalSteps()).containsExactly("OPEN_ACCOUNT");
    assertThat(journey.isOptional("MANUAL_REVIEW")).isTrue();
    assertThat(journey.dependsOn("OPEN_ACCOUNT"))
        .containsExactly("VERIFY_IDENTITY", "MANUAL_REVIEW");
    assertThat(journey.steps())
        .filteredOn(step -> step.limit() != null)
        .extracting(Journey.Step::name, Journey.Step::usualDuration, Journey.Step::limit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "VERIFY_IDENTITY", Duration.ofMillis(300), Duration.ofSeconds(5)));
  }

  @Test
  void file_json_isReadToo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("journey.json");
    Files.writeString(
        file, "{\"journey\":\"j\",\"quietAfter\":\"PT2M\",\"steps\":[{\"name\":\"ÜBER α\"}]}");

    Journey journey = JourneyFile.read(file);

    assertThat(journey.steps()).extracting(Journey.Step::name).containsExactly("ÜBER α");
    assertThat(journey.quietAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(journey.stallAfter()).isEqualTo(Journey.DEFAULT_STALL_AFTER);
    assertThat(journey.version()).isNull();
  }

  @Test
  void file_absent_saysSo(@TempDir Path directory) {
    assertThatThrownBy(() -> JourneyFile.read(directory.resolve("none.yaml")))
        .isInstanceOf(JourneyException.class)
        .hasMessageStartingWith("none.yaml: the file cannot be read");
  }

  static Stream<Arguments> brokenFiles() {
    String steps = "journey: j\nsteps:\n";
    return Stream.of(
        broken("", "the file must hold an object"),
        broken("[]", "the file must hold an object"),
        broken("journey: j", "steps: must be an array of 1 to 500 steps"),
        broken("journey: j\nsteps: []", "steps: must be an array of 1 to 500 steps"),
        broken("journey: j\nsteps: A", "steps: must be an array"),
        broken("steps: [{name: A}]", "journey: is missing"),
        broken("journey: ''\nsteps: [{name: A}]", "journey: must have 1 to 128 characters"),
        broken(
            "journey: j\nversion: 7\nsteps: [{name: A}]",
            "version: must be a string; put 7 in quotes"),
        broken(
            "journey: j\nstep: 1\nsteps: [{name: A}]",
            "step: there is no such field; did you mean 'steps'?"),
        broken(
            "journey: j\nquietAfter: 60\nsteps: [{name: A}]",
            "quietAfter: must be an ISO 8601 duration"),
        broken(
            "journey: j\nquietAfter: 1m\nsteps: [{name: A}]",
            "quietAfter: must be an ISO 8601 duration such as PT0.3S or PT5M, longer than zero; it is '1m'"),
        broken(steps + "- A", "steps[0]: must be an object with the field 'name'"),
        broken(steps + "- {}", "steps[0].name: is missing"),
        broken(steps + "- {name: 1}", "steps[0].name: must be a string"),
        broken(steps + "- {name: ''}", "steps[0].name: must have 1 to 128 characters"),
        broken(steps + "- {name: 'a#b'}", "steps[0].name: field 'step' must not contain '#'"),
        broken(steps + "- {name: EXECUTION}", "steps[0].name: 'EXECUTION' brackets an execution"),
        broken(
            steps + "- {name: A, dependson: [B]}",
            "steps[0].dependson: there is no such field; did you mean 'dependsOn'?"),
        broken(
            steps + "- {name: A, dependsOn: B}",
            "steps[0].dependsOn: must be an array of at most 16 step names"),
        broken(
            steps + "- {name: A}\n- {name: B, dependsOn: [A, A]}",
            "steps[1].dependsOn[1]: 'A' stands twice"),
        broken(steps + "- {name: A, optional: 'yes'}", "steps[0].optional: must be true or false"),
        broken(steps + "- {name: A, final: 1}", "steps[0].final: must be true or false; it is 1"),
        broken(steps + "- {name: A, limit: 5 s}", "steps[0].limit: must be an ISO 8601 duration"),
        broken(steps + "- {name: A, limit: P1Y}", "steps[0].limit: must be an ISO 8601 duration"));
  }

  /** What no schema can say. */
  static Stream<Arguments> brokenBeyondTheSchema() {
    String steps = "journey: j\nsteps:\n";
    return Stream.of(
        broken("journey: [", "line 1, column 11: not YAML or JSON:"),
        broken(
            "journey: j\njourney: k\nsteps: [{name: A}]",
            "not YAML or JSON: Duplicate field 'journey'"),
        broken(
            "journey: j\nquietAfter: PT2M\nstallAfter: PT1M\nsteps: [{name: A}]",
            "stallAfter: must not be shorter than quietAfter; it is PT1M, quietAfter is PT2M"),
        broken(steps + "- {name: A, limit: PT0S}", "steps[0].limit: must be an ISO 8601 duration"),
        broken(steps + "- {name: A, limit: P99999D}", "and at most 3650 days"),
        broken(steps + "- {name: A}\n- {name: A}", "steps[1].name: 'A' stands already in steps[0]"),
        broken(
            steps + "- {name: VERIFY_IDENTITY}\n- {name: B, dependsOn: [VERFY_IDENTITY]}",
            "steps[1].dependsOn[0]: there is no step 'VERFY_IDENTITY'; did you mean 'VERIFY_IDENTITY'?"),
        broken(steps + "- {name: A, dependsOn: [A]}", "steps[0].dependsOn: a circle: A -> A"),
        broken(
            steps
                + "- {name: Z}\n- {name: A, dependsOn: [C]}\n- {name: B, dependsOn: [A]}\n- {name: C, dependsOn: [Z, B]}",
            "steps[1].dependsOn: a circle: A -> C -> B -> A"));
  }

  private static Arguments broken(String text, String message) {
    return Arguments.of(text, message);
  }

  @ParameterizedTest
  @MethodSource({"brokenFiles", "brokenBeyondTheSchema"})
  void file_broken_isRefusedWithThePlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(JourneyException.class)
        .hasMessageStartingWith("journey.yaml: ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "com.fasterxml"));
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void file_brokenAsTheSchemaSays_isRefusedByTheSchemaToo(String text, String message) {
    assertThat(schema.validate(tree(text))).as(message).isNotEmpty();
  }

  @Test
  void file_longCircleOfSteps_isFound() {
    StringBuilder text = new StringBuilder("journey: j\nsteps:\n");
    for (int i = 0; i < JourneyFile.MAX_STEPS; i++) {
      text.append("- {name: S").append(i).append(", dependsOn: [S");
      text.append((i + 1) % JourneyFile.MAX_STEPS).append("]}\n");
    }

    assertThatThrownBy(() -> read(text.toString())).hasMessageContaining("a circle: S0 -> S1 -> ");
  }

  @Test
  void file_asLargeAsAllowed_isRead() {
    StringBuilder text = new StringBuilder("journey: j\nsteps:\n");
    for (int i = 0; i < JourneyFile.MAX_STEPS; i++) {
      text.append("- {name: S").append(i).append(i == 0 ? "}" : ", dependsOn: [S" + (i - 1) + "]}");
      text.append('\n');
    }

    assertThat(read(text.toString()).steps()).hasSize(JourneyFile.MAX_STEPS);
    assertThatThrownBy(() -> read(text + "- {name: ONE_MORE}")).hasMessageContaining("1 to 500");
  }

  @Test
  void journey_none_expectsNothing() {
    assertThat(Journey.none().isDefined()).isFalse();
    assertThat(Journey.none().steps()).isEqualTo(List.of());
  }
}
