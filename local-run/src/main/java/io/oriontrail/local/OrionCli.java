package io.oriontrail.local;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code ./orion} commands. Whatever goes wrong is told in one sentence. */
@Command(
    name = "./orion",
    description = "Orion Trail: what happened to an account, on one page.",
    subcommands = {
      UpCommand.class,
      ReplayCommand.class,
      SimulateCommand.class,
      ShowCommand.class,
      RedriveCommand.class,
      RestoreCommand.class,
      EraseCommand.class,
      RecountCommand.class,
      MeasureCommand.class,
      LoadCommand.class,
      SoakCommand.class,
      ChaosCommand.class
    },
    mixinStandardHelpOptions = true)
public final class OrionCli {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 1;

  private OrionCli() {}

  /** Runs the command and ends the process: 0 well, 1 failed, 2 the call's words are off. */
  public static void main(String[] arguments) {
    LocalCredentials.use();
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "warn");
    }
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return commands().execute(arguments);
  }

  static CommandLine commands() {
    CommandLine line = new CommandLine(new OrionCli());
    line.setParameterExceptionHandler(OrionCli::explainUsage);
    line.setExecutionExceptionHandler(OrionCli::explainFailure);
    return line;
  }

  private static int explainUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        "orion: "
            + e.getMessage()
            + "; '"
            + command.getCommandSpec().qualifiedName()
            + " --help' lists what there is.");
    return WRONG_USAGE;
  }

  private static int explainFailure(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (e instanceof CliException) {
      command.getErr().println("orion: " + e.getMessage());
      return FAILED;
    }
    throw e; // a defect of ours: its trace is what helps to mend it
  }
}
