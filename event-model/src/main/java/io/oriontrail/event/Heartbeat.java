package io.oriontrail.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An emitter's sign of life with its cumulative counters, so that what got lost on the way can be
 * told from what was never sent. It is stored apart from events and is no event.
 *
 * @param emitterId the emitter, as in the ids of its events
 * @param seq number of this heartbeat, from 0 without gaps
 * @param timestamp wall clock of the emitter
 * @param counters name to count since the emitter began; sorted by name
 */
public record Heartbeat(String emitterId, long seq, Instant timestamp, Map<String, Long> counters)
    implements WireMessage {

  /** More counters than an emitter could sensibly have. */
  public static final int MAX_COUNTERS = 64;

  /**
   * Checks every field.
   *
   * @throws InvalidEventException if a field is illegal; it names the field and the value
   */
  public Heartbeat {
    Limits.token("emitterId", emitterId);
    Limits.timestamp(timestamp);
    if (seq < 0) {
      throw Limits.invalid("seq", Long.toString(seq), "must not be negative");
    }
    if (counters.size() > MAX_COUNTERS) {
      throw Limits.invalid(
          "counters", counters.size() + " entries", "must have at most " + MAX_COUNTERS);
    }
    counters.forEach(
        (name, count) -> {
          Limits.name("counters", name, Limits.MAX_TOKEN_LENGTH, true);
          if (count < 0) {
            throw Limits.invalid("counters." + name, count.toString(), "must not be negative");
          }
        });
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
  }
}
