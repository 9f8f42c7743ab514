package io.oriontrail.local.simulate;

import io.oriontrail.emitter.OrionEmitter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A simulated Orion: customers apply, services work on their applications, things go wrong. Holds
 * no resources itself. Safe for use by several threads at once.
 */
public final class Simulator {
  private static final int EXECUTIONS_BETWEEN_REPORTS = 25;

  private final SimulatorSettings settings;
  private final InstantSource clock;

  public Simulator(SimulatorSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** All processes that take part. */
  public static List<SimulatedProcess> processes() {
    return OrionJourney.SERVICES.stream()
        .flatMap(
            service ->
                IntStream.rangeClosed(1, SimulatedProcess.PER_SERVICE)
                    .mapToObj(number -> SimulatedProcess.of(service, number)))
        .toList();
  }

  /**
   * Plays an hour of history up to now, as fast as the sink takes it, and then goes on with the one
   * execution that is still running, on a thread of its own, until closed. Blocks while it plays
   * history.
   *
   * @param progress told what has been played, now and then and at the end; called on this thread
   */
  public Demo startDemo(EventSink sink, Consumer<SimulationCounts> progress) {
    Instant now = clock.instant();
    DemoPlans plans = DemoPlans.of(settings, now);
    Performer performer = new EventPerformer(sink);
    Player running = new Player(List.of(plans.running()).iterator(), performer);
    running.playUntil(now);
    SimulationCounts counts = running.counts();
    Iterator<ExecutionPlan> all =
        Stream.concat(plans.finished().stream(), Arrivals.history(settings, now)).iterator();
    for (int played = 1; all.hasNext(); played++) {
      for (ExecutionPlan.Act act : all.next().acts()) {
        performer.perform(act);
        counts = counts.plus(act);
      }
      if (played % EXECUTIONS_BETWEEN_REPORTS == 0) {
        progress.accept(counts);
      }
    }
    progress.accept(counts);
    return new Demo(
        new Demo.Examples(plans.clean().key(), plans.failed().key(), plans.running().key()),
        counts,
        LiveSimulation.start(running, clock));
  }

  /**
   * Plays executions from now on, each act when it is due, on a thread of its own, until as many
   * accounts have come as the settings say and all they started has ended, or until closed. Returns
   * at once.
   *
   * @param emitters the emitter of each of {@link #processes}, asked for once each; they stay the
   *     caller's, who closes them after the simulation
   */
  public LiveSimulation startLive(Function<SimulatedProcess, OrionEmitter> emitters) {
    Performer performer = EmitterPerformer.of(processes(), emitters);
    return LiveSimulation.start(
        new Player(Arrivals.live(settings, clock.instant()), performer), clock);
  }
}
