package io.oriontrail.local.esm;

import java.util.Map;
import java.util.Set;

/**
 * How far a mapping has come, for one that goes on later. What lies before it is done; what is done
 * beyond it comes again.
 *
 * @param positions by shard: behind the last record before which none is unfinished, or where the
 *     shard was begun
 * @param finished shards that have been seen through to their end
 */
public record Checkpoint(Map<String, Position> positions, Set<String> finished) {
  /** Of a mapping that has not begun. */
  public static final Checkpoint NONE = new Checkpoint(Map.of(), Set.of());

  public Checkpoint {
    positions = Map.copyOf(positions);
    finished = Set.copyOf(finished);
  }
}
