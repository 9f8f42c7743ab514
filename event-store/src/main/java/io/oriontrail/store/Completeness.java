package io.oriontrail.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what emitters numbered within a window was stored: heartbeats against roll-ups. An
 * approximation, as roll-ups are, and blind to emitters of which no heartbeat arrived; {@link
 * SequenceRecount} is exact.
 *
 * <p>What emitters say they dropped stands beside it and is no part of what is missing: most drops
 * are refusals at the emitter's door, which never get a number. Only what was given up later is
 * both dropped and missing, and heartbeats do not tell one from the other.
 *
 * @param numbered events that emitters gave a number to
 * @param dropped events that emitters themselves say never left them, with a number or without
 * @param stored items counted for those emitters
 * @param untold those of the stored that were counted without telling whose they are, as there were
 *     too many emitters
 * @param emitters that timed a heartbeat within the window or had any event in it, by id
 */
public record Completeness(
    Instant from,
    Instant to,
    long numbered,
    long dropped,
    long stored,
    long untold,
    List<OfEmitter> emitters) {
  /** What heartbeats and sums may differ by without meaning anything: a share, and a few events. */
  private static final double EVEN_SHARE = 0.02;

  private static final long EVEN_LEAST = 10;

  /** What emitters call their counters; behind the latter stands the reason. */
  private static final String NUMBERED = "numbered";

  private static final String DROPPED = "dropped.";

  /**
   * The same for one emitter.
   *
   * @param numbered events that it gave a number to
   * @param droppedByReason events that it says never left it, with a number or without, by its word
   *     for why; none is 0
   * @param stored items counted for it
   * @param lastHeard when it timed the latest of its heartbeats that were looked at, which may lie
   *     behind the window
   */
  public record OfEmitter(
      String emitterId,
      long numbered,
      Map<String, Long> droppedByReason,
      long stored,
      Instant lastHeard) {
    public OfEmitter {
      droppedByReason = Collections.unmodifiableMap(new TreeMap<>(droppedByReason));
    }

    /** Events that it says never left it, for whatever reason. */
    public long dropped() {
      return droppedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * As {@link Completeness#missing}: 0 where more is counted than it numbered, and by more than
     * an hour's ends may make.
     */
    public long missing() {
      long difference = numbered - stored;
      boolean again = difference < -Math.max(EVEN_LEAST, EVEN_SHARE * numbered);
      return again ? 0 : difference;
    }
  }

  public Completeness {
    emitters = List.copyOf(emitters);
  }

  /** Stored of numbered, at most 1; 1 where nothing was numbered. */
  public double share() {
    return numbered == 0 ? 1 : Math.min(1, (double) stored / numbered);
  }

  /**
   * Numbered events that ought to be stored and are not, those that their emitter gave up after it
   * had numbered them included; about right, and a little below 0 now and then, so that sums over
   * hours come out even: an hour's ends lie between two heartbeats. An emitter of whose events more
   * are counted than it numbered had some delivered again, which must not make up for what others
   * lost.
   */
  public long missing() {
    long missing = emitters.stream().mapToLong(OfEmitter::missing).sum();
    return untold == 0 ? missing : Math.max(0, missing - untold);
  }

  /**
   * From the heartbeats within and around the window, and what was stored of each emitter's events
   * within it.
   */
  static Completeness of(
      Instant from, Instant to, Map<String, EmitterBeats> beats, Map<String, Long> stored) {
    List<OfEmitter> emitters = new ArrayList<>();
    long numbered = 0;
    long dropped = 0;
    long kept = 0;
    long untold = stored.getOrDefault(RollupLayout.OTHER, 0L);
    for (Map.Entry<String, EmitterBeats> emitter : new TreeMap<>(beats).entrySet()) {
      String id = emitter.getKey();
      OfEmitter own = of(id, emitter.getValue(), stored.getOrDefault(id, 0L));
      boolean counted = own.numbered() > 0 || own.dropped() > 0 || own.stored() > 0;
      if (counted || emitter.getValue().heardWithin()) {
        emitters.add(own);
        numbered += own.numbered();
        dropped += own.dropped();
        kept += own.stored();
      }
    }
    return new Completeness(from, to, numbered, dropped, kept + untold, untold, emitters);
  }

  private static OfEmitter of(String emitterId, EmitterBeats beats, long stored) {
    Map<String, Long> dropped = new TreeMap<>();
    for (String name : beats.counters()) {
      long count = name.startsWith(DROPPED) ? beats.growth(name) : 0;
      if (count > 0) {
        dropped.put(name.substring(DROPPED.length()), count);
      }
    }
    return new OfEmitter(emitterId, beats.growth(NUMBERED), dropped, stored, beats.lastHeard());
  }
}
