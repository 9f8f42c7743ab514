package io.oriontrail.local;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description =
        "Starts the whole line on this machine with real parts, plays a demo, and runs until"
            + " Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final String NO_JOURNEY = "none";
  private static final String DEMO_JOURNEY = "docs/contracts/orion-journey.yaml";

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port of the dashboard and the API (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--no-demo", description = "start with nothing in the table")
  private boolean noDemo;

  @Option(
      names = "--journey",
      paramLabel = "FILE|none",
      description = "journey definition to judge by (default: the simulated Orion's)")
  private @Nullable String journey;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "keep data there between runs (default: in memory)")
  private @Nullable Path data;

  @Option(
      names = "--packaged",
      description =
          "run the very jars that are deployed, each in its own JVM, through AWS's runtime"
              + " interface client")
  private boolean packaged;

  @Option(names = "--no-archive", description = "archive nothing")
  private boolean noArchive;

  @Option(
      names = "--endpoints-only",
      description =
          "start Kinesis, DynamoDB and S3 alone, empty, for a line elsewhere on this machine")
  private boolean endpointsOnly;

  private final PrintStream out = System.out;
  private final long began = System.nanoTime();

  @Override
  public Integer call() throws InterruptedException {
    LineSettings settings = settings();
    Stack stack = new Stack();
    FrontServer front = endpointsOnly ? null : stack.opened(FrontServer.bind(port));
    CountDownLatch stopped = stopOnInterrupt(stack);
    try {
      AwsEndpoints aws =
          stack.opened(
              EmbeddedEndpoints.start(
                  settings.root(), settings.data(), settings.archived() ? 2 : 1, this::started));
      if (front == null) {
        out.printf("ready kinesis=%s dynamodb=%s s3=%s%n", aws.kinesis(), aws.dynamodb(), aws.s3());
      } else {
        startLine(settings, aws, front, stack);
      }
      out.println("Ctrl-C stops all of it.");
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
    stopped.await();
    return 0;
  }

  private LineSettings settings() {
    Path root = root();
    return LineSettings.of(root)
        .withData(dataFolder())
        .withJourney(journeyFile(root))
        .withPackaged(packaged)
        .withArchive(!noArchive);
  }

  private void startLine(LineSettings settings, AwsEndpoints aws, FrontServer front, Stack stack)
      throws InterruptedException {
    LocalLine line = stack.opened(LocalLine.start(settings, aws, front));
    line.requireAnswer();
    started("Ingest and query " + (packaged ? "(as packaged)" : "(in this process)"));
    DemoLinks links = noDemo ? null : playDemo(line.description(), stack);
    out.println(line.description().readyLine());
    if (links != null) {
      links.print(out);
    }
  }

  private @Nullable DemoLinks playDemo(LineDescription line, Stack stack) {
    DemoPlayer player = stack.opened(DemoPlayer.start(line, Progress.onStandardOutput()));
    started("Demo: " + player.summary());
    return player.links();
  }

  private void started(String what) {
    out.printf("  %5.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
  }

  private @Nullable Path dataFolder() {
    if (data != null && Files.exists(data) && !Files.isDirectory(data)) {
      throw new CliException(data + " is a file; --data wants a folder.");
    }
    return data;
  }

  private @Nullable Path journeyFile(Path root) {
    if (journey == null) {
      return root.resolve(DEMO_JOURNEY);
    }
    if (journey.equals(NO_JOURNEY)) {
      return null;
    }
    Path file = Path.of(journey);
    if (!Files.isRegularFile(file)) {
      throw new CliException("there is no journey definition " + file + ".");
    }
    return file;
  }

  static Path root() {
    return Path.of(System.getProperty("orion.root", "."));
  }

  private CountDownLatch stopOnInterrupt(Stack stack) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stack.close();
                  out.println("stopped");
                  stopped.countDown();
                },
                "orion-stop"));
    return stopped;
  }
}
