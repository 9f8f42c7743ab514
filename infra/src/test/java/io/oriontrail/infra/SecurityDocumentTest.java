package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.infra.PolicyStatements.Allowed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/SECURITY.md says what the template grants, and names tests that there are. */
final class SecurityDocumentTest {
  private static final Path ROOT = StandInRoot.repository();
  private static final Path DOCUMENT = ROOT.resolve("docs").resolve("SECURITY.md");

  /** CloudFormation's names end with a hash of where they stand. */
  private static final Pattern HASH = Pattern.compile("[0-9A-F]{8}(?=$|[.>])");

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");
  private static final Pattern SCRIPT = Pattern.compile("`([a-z0-9-]+/[a-z0-9/-]+\\.mjs)`");

  @Test
  void table_ofGrants_isWhatTheTemplateAllows() throws IOException {
    Map<String, TreeSet<String>> rows = new TreeMap<>();
    for (Allowed allowed :
        PolicyStatements.allowedIn(SynthesizedStage.example("production").template())) {
      if (!allowed.actions().contains("sts:AssumeRole")) {
        rows.computeIfAbsent(who(allowed), absent -> new TreeSet<>()).add(row(allowed));
      }
    }
    StringBuilder table =
        new StringBuilder("| in | may | on | where |\n| --- | --- | --- | --- |\n");
    rows.forEach((who, each) -> each.forEach(row -> table.append("| ").append(who).append(row)));

    Documented.requireTable(DOCUMENT, table.toString());
  }

  private static String who(Allowed allowed) {
    String statement = HASH.matcher(allowed.logicalId()).replaceAll("");
    JsonNode principal = allowed.statement().path("Principal");
    return principal.isMissingNode()
        ? statement
        : statement
            + ", for "
            + String.join(", ", principal.findValuesAsText("Service"))
            + (principal.has("AWS") ? "this account" : "");
  }

  private static String row(Allowed allowed) {
    JsonNode condition = allowed.statement().path("Condition");
    String keys =
        condition
            .valueStream()
            .flatMap(operator -> operator.properties().stream().map(Map.Entry::getKey))
            .sorted()
            .collect(Collectors.joining(", "));
    return " | %s | %s | %s |\n"
        .formatted(
            allowed.actions().stream().sorted().collect(Collectors.joining(", ")),
            allowed.resources().stream()
                .map(resource -> HASH.matcher(resource).replaceAll(""))
                .map(resource -> resource.replaceAll("[<>]", ""))
                .map(resource -> resource.replaceAll("[0-9a-f]{64}", "HASH"))
                .map(resource -> resource.replaceAll("\\d{12}", "ACCOUNT"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ")),
            keys)
        .replace("*", "\\*");
  }

  @Test
  void everyTestThatIsNamed_isThere() throws IOException {
    Map<String, Path> sources = testSources();
    Matcher named = TEST.matcher(Files.readString(DOCUMENT));
    int found = 0;
    while (named.find()) {
      found++;
      Path source = sources.get(named.group(1));
      assertThat(source).as(named.group(1)).isNotNull();
      if (named.group(2) != null) {
        assertThat(Files.readString(source)).contains(" " + named.group(2) + "(");
      }
    }
    assertThat(found).isGreaterThan(25);
    Matcher script = SCRIPT.matcher(Files.readString(DOCUMENT));
    while (script.find()) {
      assertThat(ROOT.resolve(script.group(1))).exists();
    }
  }

  private static Map<String, Path> testSources() throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> tests =
          modules
              .map(module -> module.resolve("src/test/java"))
              .filter(Files::isDirectory)
              .toList();
      for (Path folder : tests) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .forEach(
                  file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return sources;
  }
}
