package io.oriontrail.local.simulate;

import io.oriontrail.event.ExecutionKey;

/**
 * A played demo: an hour of history, three executions to look at, and one that goes on. Safe for
 * use by several threads at once.
 */
public final class Demo implements AutoCloseable {
  private final Examples examples;
  private final SimulationCounts history;
  private final LiveSimulation rest;

  /**
   * Executions worth a look.
   *
   * @param clean ended well at the first try of everything
   * @param failed ended in failure after the last attempt of one step, with later steps not reached
   * @param running under way; something happens every few seconds at first, and it stays open for
   *     hours, as long as the demo is not closed
   */
  public record Examples(ExecutionKey clean, ExecutionKey failed, ExecutionKey running) {}

  Demo(Examples examples, SimulationCounts history, LiveSimulation rest) {
    this.examples = examples;
    this.history = history;
    this.rest = rest;
  }

  public Examples examples() {
    return examples;
  }

  /**
   * What was played before {@link Simulator#startDemo} returned, past of the running one included.
   */
  public SimulationCounts history() {
    return history;
  }

  /** The running one, its past included. */
  public LiveSimulation rest() {
    return rest;
  }

  /** Ends the running one where it is. Blocks 5 seconds at most. */
  @Override
  public void close() {
    rest.close();
  }
}
