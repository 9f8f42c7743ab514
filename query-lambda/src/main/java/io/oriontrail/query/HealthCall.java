package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Says whether the API is alive and its stores answer. Without the events there is no timeline, so
 * it is down; without the roll-ups it has no baselines and no figures across accounts.
 */
final class HealthCall implements Call {
  private static final String UP = "UP";
  private static final String DOWN = "DOWN";

  /** Asked for in vain: what matters is that an answer comes. */
  private static final ExecutionKey NOBODY = ExecutionKey.of("health", "health");

  private static final Duration SHORT = Duration.ofMinutes(1);

  private final Stores stores;
  private final InstantSource clock;

  HealthCall(Stores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public Response answer(Question question) {
    Instant now = clock.instant();
    String events = state(() -> stores.events().eventsOf(NOBODY, Order.OLDEST_FIRST, null, 1));
    String rollups = state(() -> stores.rollups().series("HEALTH", now.minus(SHORT), now));
    String json =
        "{\"status\":\"%s\",\"stores\":{\"events\":\"%s\",\"rollups\":\"%s\"}}"
            .formatted(events, events, rollups);
    return new Response(
        events.equals(UP) ? 200 : 503,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Body.of(json.getBytes(StandardCharsets.UTF_8), false),
        0);
  }

  private static String state(Runnable asking) {
    try {
      asking.run();
      return UP;
    } catch (StoreException e) {
      return DOWN;
    }
  }
}
