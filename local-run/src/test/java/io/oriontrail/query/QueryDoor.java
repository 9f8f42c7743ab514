package io.oriontrail.query;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StepEventReader;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Lets tests of the whole line hand parts and time to the handler, which only its package may. */
public final class QueryDoor {
  private QueryDoor() {}

  /**
   * The handler as it is deployed, but for what it reads and for time; open to everybody.
   *
   * @param events read for timelines
   * @param lists read for everything else
   * @param out where its lines go
   */
  public static RequestStreamHandler handler(
      StepEventReader events,
      InMemoryEventStore lists,
      RollupReader rollups,
      InstantSource clock,
      LongSupplier nanoTime,
      PrintStream out) {
    return new QueryHandler(
        new QueryApi.Parts(
            new Stores(events, lists, lists, rollups),
            Journey.none(),
            BaselineSource.NONE,
            Cursors.of(null, "events"),
            Access.open(),
            AuditLog.NONE,
            OriginGuard.of(List.of()),
            clock,
            Duration.ofDays(14),
            "eu-west-1"),
        out,
        nanoTime);
  }
}
