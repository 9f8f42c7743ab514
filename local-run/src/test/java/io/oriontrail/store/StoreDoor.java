package io.oriontrail.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Lets tests of the whole line hand time to the store, which only its own package may. */
public final class StoreDoor {
  private StoreDoor() {}

  /**
   * The store as it is deployed, but for time.
   *
   * @param pause is told how long to wait
   */
  public static DynamoDbEventStore open(
      DynamoDbClient client,
      String table,
      Duration retention,
      InstantSource clock,
      Consumer<Duration> pause) {
    BatchWriter.Effort usual = BatchWriter.Effort.create();
    BatchWriter.Effort onThatTime =
        new BatchWriter.Effort(
            usual.callsInFlight(), usual.callTimeout(), usual.backoff(), pause::accept);
    return new DynamoDbEventStore(client, table, retention, clock, onThatTime);
  }
}
