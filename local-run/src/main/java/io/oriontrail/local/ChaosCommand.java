package io.oriontrail.local;

import io.oriontrail.local.chaos.ChaosSchedule;
import io.oriontrail.local.chaos.ChaosVerdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos",
    description =
        "Starts a line of its own, breaks it in every way there is by a seeded schedule, and compares"
            + " all that came of it with a fault-free run. Ends with 1 if anything is lost, invented"
            + " or different, or a recovery takes more than 10 s.",
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
  private static final Duration LONGEST_EPISODE = Duration.ofSeconds(15);
  private static final Duration CALM = Duration.ofSeconds(4);

  /** Of a machine that does nothing else. */
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);

  private static final double LEAST_MINUTES = 0.4;

  /** What they would warn of is what is done to them. */
  private static final List<String> QUIET =
      List.of("io.oriontrail.local.esm", "io.oriontrail.emitter");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "the same seed gives the same schedule (default: another each time)")
  private @Nullable Long seed;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "30",
      description = "about how long; may be a fraction (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--packaged",
      description = "run the very jar that is deployed, so that killing ingest kills a process")
  private boolean packaged;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws InterruptedException {
    if (minutes < LEAST_MINUTES) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--minutes is %s; an episode and its recovery need %s".formatted(minutes, LEAST_MINUTES));
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    ChaosSchedule schedule =
        ChaosSchedule.draw(
            chosen, Duration.ofMillis(Math.round(minutes * 60_000)), LONGEST_EPISODE, CALM);
    out.printf("seed %d: %d episodes%n", chosen, schedule.episodes().size());
    LineSettings settings = LineSettings.of(UpCommand.root()).withPackaged(packaged);
    ChaosVerdict verdict = run(schedule, settings, RECOVERY_LIMIT, out);
    return verdict.isClean() ? 0 : 1;
  }

  /** {@code recoveryLimit}: after each episode, until fresh events are seen. */
  static ChaosVerdict run(
      ChaosSchedule schedule, LineSettings settings, Duration recoveryLimit, PrintStream out)
      throws InterruptedException {
    QUIET.forEach(name -> System.setProperty("org.slf4j.simpleLogger.log." + name, "error"));
    JumpingClock clock = new JumpingClock();
    try (ChaosLine line = ChaosLine.start(settings, clock);
        ChaosRun run = new ChaosRun(schedule, line, clock, out::println, recoveryLimit)) {
      ChaosVerdict verdict = run.run();
      verdict.facts().forEach(out::println);
      verdict.violations().forEach(violation -> out.println("VIOLATION " + violation));
      out.printf(
          "verdict for seed %d: %s%n",
          schedule.seed(),
          verdict.isClean()
              ? "it held"
              : verdict.violations().size() + " violations; the same seed repeats the schedule");
      return verdict;
    }
  }
}
