package io.oriontrail.local;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.local.simulate.LiveSimulation;
import io.oriontrail.local.simulate.SimulationCounts;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description =
        "Plays a simulated Orion into the running line: customers apply, several services work on"
            + " their applications, some things go wrong. Runs until all accounts are done or"
            + " Ctrl-C.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2",
      description = "executions that start in a second (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      description = "end after so many accounts (default: go on until Ctrl-C)")
  private @Nullable Integer accounts;

  @Option(
      names = "--failures",
      paramLabel = "P",
      defaultValue = "0.08",
      description = "share of the executions that fail, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double failures;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "the same seed gives the same accounts (default: another each time)")
  private @Nullable Long seed;

  @Mixin private RunningLine running = new RunningLine();

  private final Progress progress = Progress.onStandardOutput();
  private final List<OrionEmitter> emitters = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    SimulatorSettings settings = settings();
    LineDescription line = running.description();
    try (LineClients clients = LineClients.of(line);
        LiveSimulation simulation =
            new Simulator(settings, InstantSource.system())
                .startLive(process -> emitter(clients, process.service(), process.host()))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulation), "orion-stop"));
      while (!simulation.awaitEnd(BETWEEN_LOOKS)) {
        if (progress.isDue()) {
          progress.show(text(simulation.counts()));
        }
      }
    }
    return 0;
  }

  private OrionEmitter emitter(LineClients clients, String service, String host) {
    OrionEmitter emitter = clients.emitter(service, host);
    emitters.add(emitter);
    return emitter;
  }

  /** At the end or at Ctrl-C, whichever comes: what was emitted goes out, and is told. */
  private void stop(LiveSimulation simulation) {
    simulation.close();
    long delivered = 0;
    long dropped = 0;
    for (OrionEmitter emitter : emitters) {
      emitter.flush(FLUSH_LIMIT);
      EmitterStats stats = emitter.stats();
      delivered += stats.delivered();
      dropped += stats.dropped();
      emitter.close();
    }
    progress.say(text(simulation.counts()));
    progress.say("delivered %d, dropped %d".formatted(delivered, dropped));
  }

  private static String text(SimulationCounts counts) {
    return "simulated: %,d accounts, %,d executions (%,d succeeded, %,d failed, %,d open), %,d events"
        .formatted(
            counts.accounts(),
            counts.executions(),
            counts.succeeded(),
            counts.failed(),
            counts.open(),
            counts.events());
  }

  private SimulatorSettings settings() {
    try {
      return new SimulatorSettings(
          seed == null ? System.nanoTime() : seed,
          accounts == null ? SimulatorSettings.UNLIMITED : accounts,
          rate,
          failures);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
