package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * That whoever follows the documents finds each command valid, as far as that can be told without
 * an account: shell, context keys, stages, outputs, settings, files, and the calculator's options.
 * The other {@code ./orion} commands are checked in local-run; AWS's own by nobody.
 */
final class DeployDocumentTest {
  private static final Path ROOT = StandInRoot.repository();
  private static final Path DEPLOY = ROOT.resolve("docs").resolve("DEPLOY.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CDK = Pattern.compile("npx cdk ([a-z]+)([^#\\n;`)]*)");
  private static final Pattern OUTPUT = Pattern.compile("output ([A-Z][A-Za-z]+)");
  private static final Pattern SETTING_ROW =
      Pattern.compile("^\\| (`[^|]+) \\| ", Pattern.MULTILINE);
  private static final Pattern NAMED = Pattern.compile("`([a-z][A-Za-z.]*)`");
  private static final Pattern READ =
      Pattern.compile(
          "(?:section|signIn|s)\\s*\\.(?:text|optionalText|integer|optionalInteger|decimal|oneOf"
              + "|duration|flag|choice|texts|optionalTexts|textsByKey|section|optionalSection)"
              + "\\(\\s*\"(\\w+)\"");
  private static final Set<String> CDK_COMMANDS =
      Set.of("bootstrap", "synth", "diff", "deploy", "destroy");

  /** What Maven and npm are told. */
  private static final Map<String, Set<String>> TOLD =
      Map.of("mvn", Set.of("package", "verify"), "npm", Set.of("ci"));

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(docs, Stream.of(ROOT.resolve("README.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void blocks_areValidShell(Path document) throws IOException, InterruptedException {
    for (String block : blocks(document)) {
      Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      try (OutputStream in = bash.getOutputStream()) {
        in.write(block.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(bash.exitValue()).as(block + said).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void cdkCommands_nameContextAndStagesThatThereAre(Path document) throws IOException {
    Matcher cdk = CDK.matcher(Files.readString(document));
    while (cdk.find()) {
      assertThat(CDK_COMMANDS).contains(cdk.group(1));
      List<String> words = Arrays.stream(cdk.group(2).strip().split("\\s+")).toList();
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals("-c")) {
          assertThat(words.get(i + 1)).startsWith("stage=");
          String stage = words.get(i + 1).substring("stage=".length());
          if (stage.matches("[a-z].*")) {
            assertThat(SynthesizedStage.examples()).contains(stage);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void outputs_thatAreAskedFor_areThoseOfTheStack(Path document) throws IOException {
    Matcher output = OUTPUT.matcher(String.join("\n", blocks(document)));
    Set<String> known = new TreeSet<>();
    SynthesizedStage.example("production")
        .template()
        .path("Outputs")
        .fieldNames()
        .forEachRemaining(known::add);
    while (output.find()) {
      assertThat(known).contains(output.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void calculatorCommands_areOnesThatItTakes(Path document) throws IOException {
    Pattern cost = Pattern.compile("\\./orion cost((?: [^`\\n#…]+)?)");
    Matcher command = cost.matcher(Files.readString(document));
    while (command.find()) {
      String words = command.group(1).strip();
      PrintWriter nowhere = new PrintWriter(new StringWriter());
      String[] arguments = words.isEmpty() ? new String[0] : words.split(" +");
      new CommandLine(new CostCommand(ROOT, nowhere)).parseArgs(arguments);
    }
  }

  @Test
  void way_fromNothingToTearDown_isWholeAndItsFoldersAreThere() throws IOException {
    List<String> commands = new ArrayList<>();
    blocks(DEPLOY).forEach(block -> block.lines().map(String::strip).forEach(commands::add));
    List<String> way =
        List.of(
            "mvn ",
            "cd infra",
            "npm ci",
            "npx cdk synth",
            "npx cdk bootstrap",
            "npx cdk deploy",
            "aws kinesis put-record",
            "curl ",
            "npx cdk destroy");
    int at = 0;
    for (String step : way) {
      while (at < commands.size() && !commands.get(at).startsWith(step)) {
        at++;
      }
      assertThat(at).as(step).isLessThan(commands.size());
    }
    assertThat(ROOT.resolve("infra/package-lock.json")).exists();
    for (String command : commands) {
      List<String> words = List.of(command.split("\\s+"));
      if (words.getFirst().equals("cd")) {
        assertThat(ROOT.resolve(words.get(1))).isDirectory();
      }
      Set<String> told = TOLD.get(words.getFirst());
      if (told != null) {
        assertThat(words).anyMatch(told::contains);
      }
    }
  }

  @Test
  void settings_thatCodeReadsAndThatTheTableNames_areTheSame() throws IOException {
    String text = Files.readString(DEPLOY);
    String table = text.substring(text.indexOf("\n## Settings\n"));
    table = table.substring(0, table.indexOf("\n## ", 1));
    Set<String> read = settingsThatCodeReads();
    Set<String> rows = new TreeSet<>();
    Matcher row = SETTING_ROW.matcher(table);
    while (row.find()) {
      Matcher name = NAMED.matcher(row.group(1));
      while (name.find()) {
        rows.add(name.group(1));
      }
    }

    assertThat(rows).hasSizeGreaterThan(40);
    assertThat(rows)
        .allSatisfy(name -> assertThat(read).contains(name.substring(name.lastIndexOf('.') + 1)));
    String named = table;
    assertThat(read)
        .allSatisfy(
            key ->
                assertThat(Pattern.compile("[`.]" + key + "[`.]").matcher(named).find())
                    .as(key)
                    .isTrue());
  }

  private static Set<String> settingsThatCodeReads() throws IOException {
    Set<String> keys = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("infra/src/main/java/io/oriontrail/infra"))) {
      for (Path file : files.filter(DeployDocumentTest::readsSettings).toList()) {
        Matcher read = READ.matcher(Files.readString(file));
        while (read.find()) {
          keys.add(read.group(1));
        }
      }
    }
    return keys;
  }

  private static boolean readsSettings(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("Settings.java")
        || Set.of(
                "StageConfig.java", "TableCapacity.java", "AlertReceivers.java", "Objectives.java")
            .contains(name);
  }

  private static List<String> blocks(Path document) throws IOException {
    return BLOCK.matcher(Files.readString(document)).results().map(r -> r.group(1)).toList();
  }
}
