package io.oriontrail.local;

import picocli.CommandLine.Option;

/** Which of the lines on this machine a command is about. */
final class RunningLine {
  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port of the running line (default: ${DEFAULT-VALUE})")
  private int port;

  /**
   * What it says of itself.
   *
   * @throws CliException if none runs there
   */
  LineDescription description() {
    return LineDescription.ofRunningLine(port);
  }
}
