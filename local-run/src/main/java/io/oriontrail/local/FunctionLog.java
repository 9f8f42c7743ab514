package io.oriontrail.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a function writes, metrics and logs alike, as CloudWatch Logs would keep it: one file each
 * under {@code target/orion}, begun anew with each line. Safe for use by several threads.
 */
final class FunctionLog implements AutoCloseable {
  private final PrintStream out;

  private FunctionLog(PrintStream out) {
    this.out = out;
  }

  /**
   * Begins the log.
   *
   * @throws CliException if the file cannot be written
   */
  static FunctionLog create(Path root, String function) {
    Path file = file(root, function);
    try {
      Files.createDirectories(file.getParent());
      return new FunctionLog(
          new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CliException("cannot write the log " + file + ": " + e.getMessage(), e);
    }
  }

  static Path file(Path root, String function) {
    return root.resolve("target/orion").resolve(function + ".log");
  }

  /** For a function in this JVM. */
  PrintStream stream() {
    return out;
  }

  /** For a function whose lines come one by one. */
  void line(String text) {
    out.println(text);
  }

  @Override
  public void close() {
    out.close();
  }
}
