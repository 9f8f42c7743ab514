package io.oriontrail.infra;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * {@code ./orion cost}: what a stage needs and costs under a load, from the stage's own file. Asks
 * nobody and deploys nothing.
 */
@Command(
    name = "cost",
    description =
        "Shards, write units, functions and money of a stage under a load, beside a naive layout."
            + " Reads the stage's own file; without one it proposes the settings.",
    mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 400_000;

  private final Path root;
  private final PrintWriter out;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "a name of infra/stages, or the path of a file like those")
  private @Nullable String stage;

  @Option(
      names = "--events-per-day",
      paramLabel = "N",
      defaultValue = "400M",
      converter = Amount.class,
      description = "on average; k, M and G stand for zeros (default: ${DEFAULT-VALUE})")
  private double eventsPerDay;

  @Option(
      names = "--peak",
      paramLabel = "X",
      defaultValue = "10",
      converter = Amount.class,
      description = "times the average in the busiest minutes (default: ${DEFAULT-VALUE})")
  private double peak;

  @Option(
      names = "--bytes",
      paramLabel = "B",
      converter = Amount.class,
      description = "of an event's JSON (default: as measured)")
  private @Nullable Double bytes;

  @Option(
      names = "--events-per-execution",
      paramLabel = "N",
      converter = Amount.class,
      description = "on average (default: as measured)")
  private @Nullable Double eventsPerExecution;

  @Option(
      names = "--events-per-record",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "as emitters pack them: 1, 10 or 100; few where each emits little (default: ${DEFAULT-VALUE})")
  private int eventsPerRecord;

  @Option(
      names = "--reads-per-month",
      paramLabel = "N",
      defaultValue = "1M",
      converter = Amount.class,
      description = "requests to the API (default: ${DEFAULT-VALUE})")
  private double readsPerMonth;

  @Option(
      names = "--traffic",
      paramLabel = "FILE",
      description =
          "what events take, as written by ./orion measure traffic (default: the simulated Orion's)")
  private @Nullable Path traffic;

  @Option(
      names = "--archive-days",
      paramLabel = "N",
      description =
          "keep events in an archive in S3 so long, 0 for none (default: as the stage's file says)")
  private @Nullable Integer archiveDays;

  @Option(
      names = "--archives",
      description = "print only what other ways to keep an archive would cost")
  private boolean archives;

  @Option(
      names = "--firewall-rules",
      paramLabel = "N",
      defaultValue = "0",
      description = "also a web firewall of so many rules (default: none)")
  private int firewallRules;

  @Option(names = "--prices", description = "also print every price and where it is from")
  private boolean prices;

  CostCommand(Path root, PrintWriter out) {
    this.root = root;
    this.out = out;
  }

  /** Prints, or ends with status 1 or 2 and a sentence about what to put right. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = run(Path.of(System.getProperty("orion.root", ".")), out, err, args);
    out.flush();
    System.exit(status);
  }

  /** Runs the command and returns its status. */
  static int run(Path root, PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new CostCommand(root, out))
        .setOut(out)
        .setErr(err)
        .setCommandName("orion cost")
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof SetupException) {
                err.println("orion: " + failure.getMessage());
                return 1;
              }
              throw failure;
            })
        .execute(args);
  }

  @Override
  public Integer call() {
    Load load = new Load(eventsPerDay, peak, eventsPerRecord, readsPerMonth);
    check();
    Traffic events = traffic == null ? Traffic.simulated(root) : Traffic.read(traffic);
    if (bytes != null) {
      events = events.withJsonBytes(bytes);
    }
    if (eventsPerExecution != null) {
      events = events.withEventsPerExecution(eventsPerExecution);
    }
    events.recordBytes(eventsPerRecord);
    if (stage == null) {
      String yaml = Sizing.yaml(events, load);
      if (!archives) {
        out.println("A stage for this load (its region stands for any):\n\n" + yaml.indent(4));
      }
      report(StageConfig.parse("proposal", yaml), events, load);
    } else {
      report(config(stage), events, load);
    }
    if (prices) {
      out.print("\n" + CostReport.prices());
    }
    return 0;
  }

  private void report(StageConfig config, Traffic events, Load load) {
    ArchiveCost archive =
        archiveDays == null
            ? StageCost.Extras.of(config).archive()
            : archiveDays == 0 ? null : ArchiveCost.ofDays(archiveDays);
    if (!archives) {
      StageCost.Extras extras = new StageCost.Extras(archive, firewallRules);
      out.print(new CostReport(config.stage(), config, events, load, extras).markdown());
    } else if (archive == null) {
      throw new SetupException(
          "--archives compares with an archive, and stage '%s' has none; name one that has, or --archive-days"
              .formatted(config.stage()));
    } else {
      out.print(new ArchiveReport(config.stage(), archive, config, events, load).markdown());
    }
  }

  private void check() {
    if (eventsPerDay <= 0 || peak < 1) {
      throw new SetupException(
          "--events-per-day is %s and --peak %s; there must be events, and a peak of 1 or more"
              .formatted(eventsPerDay, peak));
    }
    if (bytes != null && (bytes < 50 || bytes > MOST_BYTES)) {
      throw new SetupException(
          "--bytes is %s; an event has from 50 to %d".formatted(bytes, MOST_BYTES));
    }
    if ((archiveDays != null && archiveDays < 0) || firewallRules < 0) {
      throw new SetupException(
          "--archive-days is %s and --firewall-rules %d; neither can be negative"
              .formatted(archiveDays, firewallRules));
    }
    if (eventsPerExecution != null && eventsPerExecution < 1) {
      throw new SetupException(
          "--events-per-execution is %s; it is 1 or more".formatted(eventsPerExecution));
    }
  }

  private StageConfig config(String named) {
    if (!named.endsWith(".yaml")) {
      return StageConfig.load(root.resolve("infra").resolve("stages"), named);
    }
    Path file = Path.of(named).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new SetupException("--stage is '%s', and there is no such file".formatted(named));
    }
    String fileName = file.getFileName().toString();
    Path folder = file.resolveSibling("");
    return StageConfig.load(folder, fileName.substring(0, fileName.length() - ".yaml".length()));
  }

  /** A number with k, M or G behind it. */
  static final class Amount implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([kMG]?)");
    private static final Map<String, Double> ZEROS = Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9);

    @Override
    public Double convert(String value) {
      Matcher amount = FORM.matcher(value);
      if (!amount.matches()) {
        throw new CommandLine.TypeConversionException(
            "'%s' is no amount such as 400M, 1.5G or 450".formatted(value));
      }
      return Double.parseDouble(amount.group(1)) * ZEROS.getOrDefault(amount.group(2), 1.0);
    }
  }
}
