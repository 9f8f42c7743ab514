package io.oriontrail.local;

import io.oriontrail.local.load.JvmReading;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.load.SoakReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "soak",
    description =
        "Starts a line of its own, each part in a process of its own, keeps a load and questions on"
            + " it, and reads every so often what each process holds. Ends with 1 if a process'"
            + " live heap, threads or handles grow, an event is lost, or a question is not answered.",
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;
  private static final double LEAST_MINUTES = 2;

  /** Readings, the first sixth of which shows how the processes settle. */
  private static final int READINGS = 60;

  private static final int ROUNDS = 5;

  private static final Duration LEAST_BETWEEN = Duration.ofSeconds(15);
  private static final Duration WARM_UP = Duration.ofSeconds(60);

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
      defaultValue = "60",
      description =
          "about how long; may be a fraction; the first minute the load rises"
              + " (default: ${DEFAULT-VALUE})")
  private double minutes;

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (minutes < LEAST_MINUTES || rate < 1 || rate > LoadSettings.MAX_RATE) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--minutes is %s and --events-per-second %d; from %s and from 1 to %d are possible"
              .formatted(minutes, rate, LEAST_MINUTES, LoadSettings.MAX_RATE));
    }
    Duration all = Duration.ofMillis(Math.round(minutes * 60_000));
    Duration tenth = all.dividedBy(10);
    Duration warmUp = WARM_UP.compareTo(tenth) < 0 ? WARM_UP : tenth;
    Path root = UpCommand.root();
    SoakReport report;
    try (SoakRun run = SoakRun.start(root, rate, warmUp, all.minus(warmUp))) {
      report = run.run(between(all), ROUNDS, this::show, progress::showLookedUp, command());
    }
    report.lines().forEach(progress::say);
    ReportFiles.write(root.resolve("target/orion/soak"), report.html(), report.json(), progress);
    return report.isGood() ? 0 : 1;
  }

  private static Duration between(Duration all) {
    Duration part = all.dividedBy(READINGS);
    return part.compareTo(LEAST_BETWEEN) < 0 ? LEAST_BETWEEN : part;
  }

  private String command() {
    return LoadCommand.command(
        Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs());
  }

  private void show(List<JvmReading> readings) {
    Map<String, List<String>> live = new LinkedHashMap<>();
    int threads = 0;
    int handles = 0;
    for (JvmReading reading : readings) {
      live.computeIfAbsent(reading.process(), absent -> new ArrayList<>())
          .add("%.1f".formatted(reading.liveBytes() / MIB));
      threads += reading.threads();
      handles += reading.handles();
    }
    List<String> words = new ArrayList<>();
    live.forEach((process, bytes) -> words.add(process + ' ' + String.join(" ", bytes)));
    progress.say(
        "%5.0f s  MiB live: %s; in all %d threads, %d handles"
            .formatted(readings.getFirst().second(), String.join("; ", words), threads, handles));
  }
}
