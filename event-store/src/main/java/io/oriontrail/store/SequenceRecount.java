package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says exactly which of our emitters' events are missing from a set of messages, such as an
 * archive's or a table's: numbers are given without gaps. Messages may come in any order and any
 * number of times. Holds one bit an event. Not safe for use by several threads at once.
 */
public final class SequenceRecount {
  /** Beyond this an id is no number of ours, however it looks. */
  private static final long MOST = 1L << 30;

  /**
   * One event of an emitter that was never heard of, with a number beyond this: the id of an
   * event's content, which looks like a number of ours once in some hundred thousand.
   */
  private static final long MOST_UNHEARD = 1L << 20;

  private final Set<String> heard = new HashSet<>();
  private final Map<String, BitSet> seen = new TreeMap<>();
  private final Map<String, Long> numbered = new TreeMap<>();
  private long foreign;

  /**
   * What is known of one emitter.
   *
   * @param numbered events that it gave a number to, as far as its heartbeats and events tell
   * @param present distinct events among the messages
   * @param firstMissing up to 100 numbers of those that are not
   */
  public record OfEmitter(String emitterId, long numbered, long present, List<Long> firstMissing) {
    public OfEmitter {
      firstMissing = List.copyOf(firstMissing);
    }

    public long missing() {
      return numbered - present;
    }
  }

  public void add(WireMessage message) {
    switch (message) {
      case Heartbeat heartbeat -> {
        heard.add(heartbeat.emitterId());
        numbered.merge(
            heartbeat.emitterId(), heartbeat.counters().getOrDefault("numbered", 0L), Math::max);
      }
      case StepEvent event -> add(event);
    }
  }

  private void add(StepEvent event) {
    String emitter = EmitterNumber.emitterOf(event.eventId());
    long number = emitter == null ? MOST : EmitterNumber.numberOf(String.valueOf(event.eventId()));
    if (emitter == null || number >= MOST) {
      foreign++;
      return;
    }
    seen.computeIfAbsent(emitter, absent -> new BitSet()).set((int) number);
    numbered.merge(emitter, number + 1, Math::max);
  }

  /** Events whose ids are not of our emitter's form, repeated ones counted each time. */
  public long foreign() {
    return foreign;
  }

  /** Each emitter, by id; what only looks like one's by chance is none. */
  public List<OfEmitter> emitters() {
    List<OfEmitter> emitters = new ArrayList<>();
    numbered.forEach(
        (emitter, count) -> {
          BitSet present = seen.getOrDefault(emitter, new BitSet());
          if (!heard.contains(emitter) && present.cardinality() == 1 && count > MOST_UNHEARD) {
            return;
          }
          List<Long> missing = new ArrayList<>();
          for (int at = present.nextClearBit(0);
              at < count && missing.size() < 100;
              at = present.nextClearBit(at + 1)) {
            missing.add((long) at);
          }
          emitters.add(new OfEmitter(emitter, count, present.cardinality(), missing));
        });
    return emitters;
  }
}
