package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the documents name commands which exist, with options which exist. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));

  /** At the beginning of a line of a block, or between backticks. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|`)\\./orion ([a-z][^`\\n#|&;>]*)", Pattern.MULTILINE);

  /** Those that are not of this module: the script's own, and the calculator's, tested there. */
  private static final Set<String> ELSEWHERE = Set.of("test", "help", "cost");

  /** Words of a text that stand for what a reader puts in. */
  private static final Pattern ANY = Pattern.compile("\\.\\.\\.|…|COMMAND");

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path document : documents()) {
      Matcher command = COMMAND.matcher(Files.readString(document));
      while (command.find()) {
        String words = command.group(1).strip();
        if (!ELSEWHERE.contains(words.split(" ", 2)[0]) && !ANY.matcher(words).find()) {
          commands.add(words);
        }
      }
    }
    return commands.stream().distinct().sorted().toList();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              docs, Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_ofADocument_isOneThatThereIs(String words) {
    // Numbers of examples are written in capitals, as N.
    String[] arguments = words.replaceAll("(?<= )(N|P|X)(?= |$)", "1").split(" +");
    if (arguments.length == 1) {
      // Named in passing.
      assertThat(OrionCli.commands().getSubcommands()).containsKey(words);
      return;
    }

    assertThatCode(() -> OrionCli.commands().parseArgs(arguments))
        .as("./orion " + words)
        .doesNotThrowAnyException();
  }

  @Test
  void everyCommand_isNamedByTheScriptsHelp() {
    String script;
    try {
      script = Files.readString(ROOT.resolve("orion"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String name : OrionCli.commands().getSubcommands().keySet()) {
      assertThat(script).contains("  ./orion " + name + " ");
    }
    for (String name : ELSEWHERE) {
      assertThat(script).contains("  ./orion " + name + " ");
    }
  }
}
