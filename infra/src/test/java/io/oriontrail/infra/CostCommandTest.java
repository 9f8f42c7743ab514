package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command, and that docs/COST.md holds what it prints. */
final class CostCommandTest {
  private static final Path ROOT = StandInRoot.repository();
  private static final Pattern COMMAND =
      Pattern.compile("^\\./orion cost (--stage .*)$", Pattern.MULTILINE);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> documented() throws IOException {
    Matcher command = COMMAND.matcher(Files.readString(ROOT.resolve("docs/COST.md")));
    // What a reader would measure is nowhere.
    return command
        .results()
        .map(found -> found.group(1))
        .filter(words -> !words.contains("ours.yaml"));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void costDocument_underEachCommand_holdsWhatItPrints(String arguments) throws IOException {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("| **sum** |");
    Documented.requireTablesBelow(
        ROOT.resolve("docs/COST.md"), "./orion cost " + arguments, out.toString());
  }

  @Test
  void costDocument_hasAllExampleStagesAndEveryPrice() throws IOException {
    List<String> commands = documented().toList();
    for (String stage : SynthesizedStage.examples()) {
      assertThat(commands).anyMatch(command -> command.startsWith("--stage " + stage + " "));
    }
    Documented.requireTable(ROOT.resolve("docs/COST.md"), CostReport.prices());
  }

  @Test
  void costDocument_ofArchives_holdsWhatIsPrinted() throws IOException {
    assertThat(run("--archives", "--stage", "production")).isZero();
    Documented.requireTablesBelow(
        ROOT.resolve("docs/COST.md"), "./orion cost --archives --stage production", out.toString());
  }

  @Test
  void load_withoutAStage_isGivenOneThatTakesItAndIsValid() {
    assertThat(run("--events-per-day", "400M", "--bytes", "450")).isZero();
    String yaml =
        out.toString()
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(line -> line.substring(4))
            .reduce("", (all, line) -> all + line + "\n");
    StageConfig proposed = StageConfig.parse("proposed", yaml);
    Load load = new Load(400e6, 10, 100, 1e6);
    IngestLoad ingest =
        new IngestLoad(proposed, StageCostTest.simulated().withJsonBytes(450), load);

    assertThat(proposed.stream().shards()).isGreaterThanOrEqualTo(ingest.shardsForPeak());
    assertThat(ingest.storableEventsPerSecond()).isGreaterThan(2.5 * load.eventsPerSecond());
    assertThat(out.toString()).contains("| events a day | 400,000,000 |", "| **sum** |");
  }

  @Test
  void stage_asAFileAnywhere_isRead() {
    String file = ROOT.resolve("infra/stages/sandbox.yaml").toString();

    assertThat(run("--stage", file, "--events-per-day", "1M", "--prices")).isZero();
    assertThat(out.toString()).contains("| sandbox |", "| a web ACL | 5 |");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--stage nowhere | 1 | no stage 'nowhere'; infra/stages has",
        "--stage no/such.yaml | 1 | --stage is 'no/such.yaml', and there is no such file",
        "--events-per-day 0 | 1 | --events-per-day is 0.0",
        "--bytes 2 | 1 | --bytes is 2.0; an event has from 50 to 400000",
        "--events-per-execution 0.5 | 1 | --events-per-execution is 0.5",
        "--events-per-record 7 | 1 | records of 7 events were not measured",
        "--events-per-day many | 2 | 'many' is no amount such as 400M, 1.5G or 450",
        "--archives --stage sandbox | 1 | --archives compares with an archive, and stage 'sandbox' has",
        "--archive-days -1 | 1 | --archive-days is -1 and --firewall-rules 0",
        "--colour blue | 2 | Unknown options: '--colour', 'blue'",
      })
  void wrongWords_areRefusedByName(String arguments, int status, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(status);
    assertThat(err.toString()).contains(message);
  }

  private int run(String... arguments) {
    return CostCommand.run(ROOT, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
