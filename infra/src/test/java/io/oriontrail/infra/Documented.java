package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text of a document that follows from the code. It has to stand there as it is; whoever changes
 * what it follows from has it written anew by {@code -Dorion.write=true}, and sees in review what
 * has changed.
 */
final class Documented {
  private static final boolean WRITES = Boolean.getBoolean("orion.write");

  private Documented() {}

  /** A table, found by its first line, up to where no line of a table follows. */
  static void requireTable(Path file, String table) throws IOException {
    String first = table.lines().findFirst().orElseThrow();
    if (WRITES) {
      String text = Files.readString(file);
      write(file, text, text.indexOf(first), table);
    }
    assertThat(Files.readString(file)).contains(table);
  }

  /** Tables with blank lines between them, that stand behind a block with the command. */
  static void requireTablesBelow(Path file, String command, String tables) throws IOException {
    String block = "```sh\n" + command + "\n```\n\n";
    if (WRITES) {
      String text = Files.readString(file);
      write(file, text, text.indexOf(block) + block.length(), tables);
    }
    assertThat(Files.readString(file)).contains(block + tables);
  }

  /** The whole file. */
  static void requireFile(Path file, String content) throws IOException {
    if (WRITES) {
      Files.writeString(file, content);
    }
    assertThat(Files.readString(file)).isEqualTo(content);
  }

  private static void write(Path file, String text, int from, String tables) throws IOException {
    assertThat(from).as("the place in " + file).isNotNegative();
    int end = from;
    for (String line : text.substring(from).split("\n", -1)) {
      boolean between = line.isEmpty() && tables.contains("\n\n") && text.startsWith("\n|", end);
      if (!line.startsWith("|") && !between) {
        break;
      }
      end += line.length() + 1;
    }
    Files.writeString(file, text.substring(0, from) + tables + text.substring(end));
  }
}
