package io.oriontrail.local;

import io.oriontrail.local.load.GrowthReport;
import io.oriontrail.local.load.Latencies;
import io.oriontrail.local.load.LinePart;
import io.oriontrail.local.load.LoadReport;
import io.oriontrail.local.load.LoadResult;
import io.oriontrail.local.load.LoadSample;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.load.LoadSettings.Store;
import io.oriontrail.local.load.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description =
        "Starts a line of its own, puts an open load on it, looks every event up again, and writes a"
            + " report. Ends with 1 if an event is lost or more than one in a hundred takes longer than"
            + " 5 s to be found.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final long PROBES_SHOWN = Duration.ofSeconds(10).toNanos();
  private static final double MIB = 1 << 20;

  /** What one takes in the store's twin, and what the line takes besides, with room to collect. */
  private static final long BYTES_PER_EVENT = 1_300;

  private static final long BASE_BYTES = 300L << 20;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      defaultValue = "2000",
      description = "offered, whatever becomes of them (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "10",
      description = "measured; may be a fraction (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "seconds before that in which the load rises from nothing (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--store",
      paramLabel = "dynamodb|memory",
      defaultValue = "dynamodb",
      description = "DynamoDB Local, or the store's twin in memory (default: ${DEFAULT-VALUE})")
  private String store = "";

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "4",
      description = "of the stream (default: ${DEFAULT-VALUE})")
  private int shards;

  @Option(
      names = "--emitters",
      paramLabel = "N",
      defaultValue = "4",
      description = "processes that emit, within this one (default: ${DEFAULT-VALUE})")
  private int emitters;

  @Option(
      names = "--events-per-execution",
      paramLabel = "N",
      defaultValue = "20",
      description = "2 or more (default: ${DEFAULT-VALUE})")
  private int eventsPerExecution;

  @Option(
      names = "--executions-per-account",
      paramLabel = "N",
      defaultValue = "4",
      description = "1 or more (default: ${DEFAULT-VALUE})")
  private int executionsPerAccount;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "5",
      description = "events a second that are looked for (default: ${DEFAULT-VALUE})")
  private int probes;

  @Option(
      names = "--batch-window",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "of the event source mapping, as deployed (default: ${DEFAULT-VALUE})")
  private int batchWindow;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "the report's name without its ending (default: target/orion/load-STORE)")
  private @Nullable Path report;

  @Option(
      names = "--growth",
      description =
          "instead: loads that differ in one thing each, at 1, 4 and 16 times of it, up to"
              + " --events-per-second, --minutes each; what an event costs in each of them")
  private boolean growth;

  private final Progress progress = Progress.onStandardOutput();
  private @Nullable LoadSample before;

  @Override
  public Integer call() throws InterruptedException {
    LoadSettings settings = settings();
    requireRoom(settings, Runtime.getRuntime().maxMemory());
    Path root = UpCommand.root();
    if (growth) {
      List<GrowthReport.Point> points = new GrowthRun(root, settings, progress::say).run();
      GrowthReport grown = new GrowthReport(points, command());
      write(root, "load-growth-", grown.html(), grown.json());
      return grown.isWithinLimit() ? 0 : 1;
    }
    try (LoadLine line = LoadLine.start(root, settings);
        LoadRun run = new LoadRun(settings, line)) {
      LoadResult result = run.run(this::show, progress::showLookedUp);
      progress.say(summary(result));
      LoadReport told = new LoadReport(result, command());
      write(root, "load-", told.html(), told.json());
      return passed(result) ? 0 : 1;
    }
  }

  /**
   * The twin keeps every event.
   *
   * @throws CliException if it has no room for all of them
   */
  static void requireRoom(LoadSettings settings, long heapBytes) {
    long needed = settings.events() * BYTES_PER_EVENT + BASE_BYTES;
    if (settings.store() == Store.MEMORY && needed > heapBytes) {
      throw new CliException(
          "%,d events in memory need a heap of some %d GB, and there are %.1f; set ORION_HEAP=%2$dg."
              .formatted(settings.events(), (needed >> 30) + 1, heapBytes / (double) (1 << 30)));
    }
  }

  static boolean passed(LoadResult result) {
    Latencies freshness = result.freshness();
    return result.check().isClean()
        && result.probesLost() == 0
        && freshness.count() > 0
        && freshness.p99() <= LoadReport.FRESHNESS_LIMIT_MILLIS;
  }

  private LoadSettings settings() {
    try {
      return new LoadSettings(
          rate,
          Duration.ofSeconds(warmUp),
          Duration.ofMillis(Math.round(minutes * 60_000)),
          storeOf(store),
          shards,
          emitters,
          eventsPerExecution,
          executionsPerAccount,
          probes,
          Duration.ofMillis(batchWindow));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  static Store storeOf(String name) {
    for (Store store : Store.values()) {
      if (store.name().equalsIgnoreCase(name)) {
        return store;
      }
    }
    throw new IllegalArgumentException("--store is '" + name + "'; it must be dynamodb or memory");
  }

  private String command() {
    return command(Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs());
  }

  /** As it was given: of the words, {@code load} is the first. */
  static String command(List<String> words) {
    return "./orion " + String.join(" ", words);
  }

  private void show(LoadSample now, List<Probes.Probe> found) {
    LoadSample last = before;
    if (last != null && progress.isDue()) {
      long since = (long) (now.second() * 1e9) - PROBES_SHOWN;
      List<Long> recent = new ArrayList<>();
      for (int i = found.size() - 1; i >= 0 && found.get(i).dueNanos() >= since; i--) {
        recent.add(found.get(i).millis());
      }
      progress.show(text(last, now, Latencies.of(recent)));
      before = now;
    } else if (last == null) {
      before = now;
    }
  }

  private static String text(LoadSample last, LoadSample now, Latencies freshness) {
    double seconds = now.second() - last.second();
    return "%4.0f s  a second: offered %,.0f delivered %,.0f stored %,.0f  lag %,d  dropped %,d  fresh p50 %,d p99 %,d ms  cpu %s  memory %,.0f + %,.0f MiB"
        .formatted(
            now.second(),
            (now.offered() - last.offered()) / seconds,
            (now.delivered() - last.delivered()) / seconds,
            (now.stored() - last.stored()) / seconds,
            now.lag(),
            now.dropped(),
            freshness.p50(),
            freshness.p99(),
            cpu(last, now, seconds),
            now.residentBytes() / MIB,
            now.storeBytes() / MIB);
  }

  private static String cpu(LoadSample last, LoadSample now, double seconds) {
    double store = used(last, now, LinePart.STORE);
    double sum = 0;
    for (LinePart part : LinePart.values()) {
      sum += used(last, now, part);
    }
    return "%.2f + %.2f".formatted((sum - store) / seconds, store / seconds);
  }

  private static double used(LoadSample last, LoadSample now, LinePart part) {
    return now.cpuSeconds().getOrDefault(part, 0.0) - last.cpuSeconds().getOrDefault(part, 0.0);
  }

  private static String summary(LoadResult result) {
    Latencies freshness = result.freshness();
    return """
    offered %,d, delivered %,d, dropped %,d, stored %,d; missing %,d, different %,d, invented %,d
    stored %,.0f/s, %.2f times 400 M a day; freshness p50 %,d ms, p99 %,d ms, longest %,d ms of %,d probes
    %s"""
        .formatted(
            result.samples().getLast().offered(),
            result.samples().getLast().delivered(),
            result.samples().getLast().dropped(),
            result.samples().getLast().stored(),
            result.check().missing(),
            result.check().different(),
            result.check().invented(),
            result.storedPerSecond(),
            result.storedPerSecond() / LoadResult.GOAL_PER_SECOND,
            freshness.p50(),
            freshness.p99(),
            freshness.max(),
            freshness.count(),
            new LoadReport(result, "").verdict());
  }

  private void write(Path root, String name, String page, String figures) {
    Path usual = root.resolve("target/orion").resolve(name + store.toLowerCase(Locale.ROOT));
    ReportFiles.write(report == null ? usual : report, page, figures, progress);
  }
}
