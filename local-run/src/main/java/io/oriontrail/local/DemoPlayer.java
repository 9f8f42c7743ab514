package io.oriontrail.local;

import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.simulate.Demo;
import io.oriontrail.local.simulate.EventSink;
import io.oriontrail.local.simulate.SimulationCounts;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays the demo of {@code up} through the line; once started, its history can be looked up and one
 * execution goes on until this is closed.
 */
final class DemoPlayer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_AGAIN_AFTER = Duration.ofMillis(200).toNanos();

  private final LineClients clients;
  private final OrionEmitter emitter;
  private final Demo demo;
  private final DemoLinks links;

  private DemoPlayer(LineClients clients, OrionEmitter emitter, Demo demo, DemoLinks links) {
    this.clients = clients;
    this.emitter = emitter;
    this.demo = demo;
    this.links = links;
  }

  /**
   * Blocks until the history is in the table.
   *
   * @throws CliException if it does not get there
   */
  static DemoPlayer start(LineDescription line, Progress progress) {
    LineClients clients = LineClients.of(line);
    OrionEmitter emitter = clients.emitter("simulator");
    StoredCheck check = new StoredCheck(clients.reader(), clients.quarantine());
    Demo demo =
        new Simulator(SimulatorSettings.DEFAULTS, InstantSource.system())
            .startDemo(
                sink(emitter, check),
                counts -> {
                  if (progress.isDue()) {
                    progress.show("  playing the demo: %,d events".formatted(counts.events()));
                  }
                });
    DemoLinks links = DemoLinks.of(line.dashboard(), demo.examples());
    DemoPlayer player = new DemoPlayer(clients, emitter, demo, links);
    try {
      awaitStored(check, emitter);
    } catch (RuntimeException e) {
      player.close();
      throw e;
    }
    return player;
  }

  /** Expects what this thread plays, the history; what goes on afterwards comes from another. */
  private static EventSink sink(OrionEmitter emitter, StoredCheck check) {
    Thread historian = Thread.currentThread();
    Throttle throttle = new Throttle(emitter);
    return (StepEvent event) -> {
      if (Thread.currentThread().equals(historian)) {
        throttle.awaitRoom();
        check.expect(event);
      }
      emitter.emit(event);
    };
  }

  /** A slow machine may take its time; one on which nothing moves will not get there. */
  private static void awaitStored(StoredCheck check, OrionEmitter emitter) {
    emitter.flush(PATIENCE);
    long lastArrival = System.nanoTime();
    long missing = Long.MAX_VALUE;
    for (check.look(); check.missing() > 0; check.look()) {
      if (check.missing() < missing) {
        missing = check.missing();
        lastArrival = System.nanoTime();
      } else if (System.nanoTime() - lastArrival > PATIENCE.toNanos()) {
        throw new CliException(
            "the demo does not get into the table: "
                + missing
                + " events are missing and none came for "
                + PATIENCE.toSeconds()
                + " s; target/orion/ingest.log may say why.");
      }
      LockSupport.parkNanos(LOOK_AGAIN_AFTER);
    }
  }

  Demo.Examples examples() {
    return demo.examples();
  }

  DemoLinks links() {
    return links;
  }

  String summary() {
    SimulationCounts history = demo.history();
    return "%,d executions of %,d accounts, %,d events"
        .formatted(history.executions(), history.accounts(), history.events());
  }

  @Override
  public void close() {
    demo.close();
    emitter.close();
    clients.close();
  }
}
