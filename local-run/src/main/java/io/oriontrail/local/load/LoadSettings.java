package io.oriontrail.local.load;

import java.time.Duration;

/**
 * What load is put on a line. Immutable.
 *
 * @param eventsPerSecond offered, whatever becomes of them; 1 to 100,000
 * @param warmUp in which the load rises evenly from nothing, before measuring begins; may be zero
 * @param duration measured
 * @param store where events end
 * @param shards of the stream; 1 to 64
 * @param emitters processes of Orion, each with an emitter of its own; 1 to 64
 * @param eventsPerExecution 2 to 10,000
 * @param executionsPerAccount 1 to 10,000
 * @param probesPerSecond events looked for in the store, to know how long they took; 1 to 100
 * @param batchWindow how long the event source mapping gathers records
 */
public record LoadSettings(
    int eventsPerSecond,
    Duration warmUp,
    Duration duration,
    Store store,
    int shards,
    int emitters,
    int eventsPerExecution,
    int executionsPerAccount,
    int probesPerSecond,
    Duration batchWindow) {

  /** The most that can be offered. */
  public static final int MAX_RATE = 100_000;

  private static final int MAX_SHARDS = 64;
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_PROBES = 100;

  /** Where events end. */
  public enum Store {
    /** AWS's DynamoDB Local, in memory, in a process of its own. */
    DYNAMODB,
    /** The store's twin, in the line's own process: the line without the price of a table. */
    MEMORY
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of range; names it as the option that sets it
   */
  public LoadSettings {
    within("--events-per-second", eventsPerSecond, 1, MAX_RATE);
    within("--shards", shards, 1, MAX_SHARDS);
    within("--emitters", emitters, 1, MAX_SHARDS);
    within("--events-per-execution", eventsPerExecution, 2, MAX_LENGTH);
    within("--executions-per-account", executionsPerAccount, 1, MAX_LENGTH);
    within("--probes", probesPerSecond, 1, MAX_PROBES);
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("--warm-up is " + warmUp + "; it cannot be negative");
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("--minutes comes to " + duration + "; a second is least");
    }
  }

  private static void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be from %,d to %,d".formatted(option, value, least, most));
    }
  }

  /** A usual line: 4 shards, 4 emitters, 20 events an execution, 4 executions an account. */
  public static LoadSettings of(int eventsPerSecond, Duration duration, Store store) {
    return of(eventsPerSecond, Duration.ofSeconds(60), duration, store, 4);
  }

  /** The same with another warm-up and another number of emitters. */
  static LoadSettings of(
      int eventsPerSecond, Duration warmUp, Duration duration, Store store, int emitters) {
    return new LoadSettings(
        eventsPerSecond, warmUp, duration, store, 4, emitters, 20, 4, 5, Duration.ofSeconds(1));
  }

  /** All that is offered, warm-up included. */
  public long events() {
    return warmUpEvents() + duration.toMillis() * eventsPerSecond / 1_000;
  }

  /** What is offered while the rate rises from nothing. */
  long warmUpEvents() {
    return warmUp.toMillis() * eventsPerSecond / 2_000;
  }

  public LoadSettings withShards(int newShards) {
    return with(
        eventsPerSecond, warmUp, duration, newShards, eventsPerExecution, executionsPerAccount);
  }

  public LoadSettings withRate(int newEventsPerSecond) {
    return with(
        newEventsPerSecond, warmUp, duration, shards, eventsPerExecution, executionsPerAccount);
  }

  public LoadSettings withShape(int newEventsPerExecution, int newExecutionsPerAccount) {
    return with(
        eventsPerSecond, warmUp, duration, shards, newEventsPerExecution, newExecutionsPerAccount);
  }

  public LoadSettings withTimes(Duration newWarmUp, Duration newDuration) {
    return with(
        eventsPerSecond, newWarmUp, newDuration, shards, eventsPerExecution, executionsPerAccount);
  }

  private LoadSettings with(
      int newEventsPerSecond,
      Duration newWarmUp,
      Duration newDuration,
      int newShards,
      int newEventsPerExecution,
      int newExecutionsPerAccount) {
    return new LoadSettings(
        newEventsPerSecond,
        newWarmUp,
        newDuration,
        store,
        newShards,
        emitters,
        newEventsPerExecution,
        newExecutionsPerAccount,
        probesPerSecond,
        batchWindow);
  }
}
