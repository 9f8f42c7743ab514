package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Says whether the API is alive and its store answers. */
final class HealthCall implements Call {
  /** Asked for in vain: what matters is that an answer comes. */
  private static final ExecutionKey NOBODY = ExecutionKey.of("health", "health");

  private final StepEventReader reader;

  HealthCall(StepEventReader reader) {
    this.reader = reader;
  }

  @Override
  public Response answer(Question question) {
    try {
      reader.eventsOf(NOBODY, Order.OLDEST_FIRST, null, 1);
      return response(200, "UP");
    } catch (StoreException e) {
      return response(503, "DOWN");
    }
  }

  private static Response response(int status, String state) {
    String json = "{\"status\":\"%s\",\"stores\":{\"events\":\"%s\"}}".formatted(state, state);
    return new Response(
        status,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        Body.of(json.getBytes(StandardCharsets.UTF_8), false),
        0);
  }
}
