package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bills of materials (CycloneDX) that the build makes name all of others that is deployed, and
 * nothing whose licence asks more of us than to name it.
 */
final class BillOfMaterialsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = LineContract.root();

  /** SPDX ids. Whoever adds one has read it. */
  private static final Set<String> LICENCES =
      Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-0");

  private static final String OURS = "pkg:maven/io.oriontrail/";

  private static final List<String> MODULES =
      List.of(
          "ingest-lambda",
          "query-lambda",
          "alert-lambda",
          "emitter-lib",
          "event-model",
          "dashboard");

  @ParameterizedTest
  @ValueSource(strings = {"ingest-lambda", "query-lambda", "alert-lambda"})
  void deployedJar_holdsWhatItsBillNamesOnly(String module) throws IOException {
    List<JsonNode> components = components(module);
    Set<String> named =
        components.stream()
            .map(each -> each.path("purl").asText().replaceAll("\\?.*", ""))
            .collect(Collectors.toSet());
    Set<String> roots =
        components.stream()
            .map(each -> firstTwo(each.path("group").asText().split("\\.", -1)))
            .collect(Collectors.toSet());
    Set<String> described = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    try (JarFile jar = new JarFile(deployedJar(module).toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
          described.add(purl(jar, entry));
        } else if (entry.getName().endsWith(".class")) {
          String name = entry.getName().replaceFirst("^META-INF/versions/\\d+/", "");
          packages.add(firstTwo(name.split("/", -1)));
        }
      }
    }

    assertThat(named).containsAll(described);
    assertThat(roots).containsAll(packages);
    assertThat(described).as("most of AWS's parts describe themselves").hasSizeGreaterThan(20);
    assertThat(packages).contains("io.oriontrail", "software.amazon");
  }

  private static String purl(JarFile jar, JarEntry entry) throws IOException {
    Properties about = new Properties();
    about.load(jar.getInputStream(entry));
    return "pkg:maven/%s/%s@%s"
        .formatted(
            about.getProperty("groupId"),
            about.getProperty("artifactId"),
            about.getProperty("version"));
  }

  private static String firstTwo(String[] parts) {
    return String.join(".", Arrays.asList(parts).subList(0, Math.min(2, parts.length)));
  }

  private static Path deployedJar(String module) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("target"))) {
      List<Path> jars =
          files.filter(file -> file.getFileName().toString().endsWith("-deploy.jar")).toList();
      assertThat(jars).as("deploy jars of %s, made by mvn package", module).hasSize(1);
      return jars.getFirst();
    }
  }

  @Test
  void everyComponent_isPinnedAndCanBeRecognized() throws IOException {
    for (String module : MODULES) {
      for (JsonNode component : components(module)) {
        String purl = component.path("purl").asText();
        assertThat(purl).matches("pkg:(maven|npm)/.+@[^@]+");
        if (!purl.startsWith(OURS)) {
          assertThat(component.path("version").asText()).matches("\\d[\\w.-]*");
          assertThat(component.path("version").asText()).doesNotContain("SNAPSHOT");
          assertThat(component.path("hashes").findValuesAsText("alg")).as(purl).contains("SHA-512");
        }
      }
    }
  }

  @Test
  void licences_areThoseThatTheDocumentLists() throws IOException {
    TreeMap<String, TreeSet<String>> byLicence = new TreeMap<>();
    for (String module : MODULES) {
      for (JsonNode component : components(module)) {
        List<String> licences = licences(component);
        assertThat(licences).as("licences of %s", component.path("purl")).isNotEmpty();
        assertThat(LICENCES).as(component.path("purl").asText()).containsAll(licences);
        if (!component.path("purl").asText().startsWith(OURS)) {
          byLicence
              .computeIfAbsent(String.join(", ", licences), absent -> new TreeSet<>())
              .add(owner(component));
        }
      }
    }
    StringBuilder table = new StringBuilder("| licence | components of |\n| --- | --- |\n");
    byLicence.forEach(
        (licence, owners) ->
            table.append("| %s | %s |\n".formatted(licence, String.join(", ", owners))));

    assertThat(Files.readString(ROOT.resolve("docs/SECURITY.md"))).contains(table);
  }

  private static List<String> licences(JsonNode component) {
    return component
        .path("licenses")
        .valueStream()
        .map(each -> each.path("license"))
        .map(each -> each.path("id").asText(each.path("name").asText("")))
        .sorted()
        .toList();
  }

  private static String owner(JsonNode component) {
    return component.path("group").asText(component.path("name").asText());
  }

  private static List<JsonNode> components(String module) throws IOException {
    Path bill = ROOT.resolve(module).resolve("target/bom.json");
    assertThat(bill).as("made by mvn package, without -o: Maven makes none offline").exists();
    JsonNode json = JSON.readTree(bill.toFile());
    assertThat(json.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(json.at("/metadata/component/name").asText()).contains(module);
    return json.path("components").valueStream().toList();
  }
}
