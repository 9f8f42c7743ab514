package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import java.time.Instant;
import java.util.List;

/** Reads the emitters' signs of life. Safe for use by several threads at once. */
public interface HeartbeatReader {

  /**
   * The heartbeats that emitters timed within the hour that {@code instant} lies in, by emitter and
   * number; expired ones are left out. Blocks.
   *
   * @throws StoreException if the store does not answer
   */
  List<Heartbeat> heartbeatsOfHour(Instant instant);
}
