package io.oriontrail.local.simulate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
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

  /** The services that take part, to each of which belongs an emitter when played live. */
  public static List<String> services() {
    return OrionJourney.SERVICES;
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
}
