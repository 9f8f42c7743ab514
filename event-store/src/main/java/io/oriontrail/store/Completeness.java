package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of what emitters numbered within a window was stored: heartbeats against roll-ups. An
 * approximation, as roll-ups are, and blind to emitters of which no heartbeat arrived; {@link
 * SequenceRecount} is exact.
 *
 * @param numbered events that emitters gave a number to
 * @param dropped those of them that emitters themselves say they gave up
 * @param stored items counted for those emitters
 * @param untold those of them that were counted without telling whose they are, as there were too
 *     many emitters
 * @param emitters with at least one heartbeat, by id
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
   * @param droppedByReason those of them that it says it gave up, by its word for why; none is 0
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

    /** Events that it says it gave up, for whatever reason. */
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
   * Numbered events that ought to be stored and are not, whether or not their emitter knows that it
   * gave them up; about right, and a little below 0 now and then, so that sums over hours come out
   * even: an hour's ends lie between two heartbeats. An emitter of whose events more are counted
   * than it numbered had some delivered again, which must not make up for what others lost.
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
      Instant from, Instant to, List<Heartbeat> heartbeats, Map<String, Long> stored) {
    Map<String, List<Heartbeat>> byEmitter = new TreeMap<>();
    for (Heartbeat heartbeat : heartbeats) {
      byEmitter.computeIfAbsent(heartbeat.emitterId(), absent -> new ArrayList<>()).add(heartbeat);
    }
    List<OfEmitter> emitters = new ArrayList<>();
    long numbered = 0;
    long dropped = 0;
    long kept = 0;
    long untold = stored.getOrDefault(RollupLayout.OTHER, 0L);
    for (Map.Entry<String, List<Heartbeat>> emitter : byEmitter.entrySet()) {
      OfEmitter own =
          of(
              emitter.getKey(),
              from,
              to,
              emitter.getValue(),
              stored.getOrDefault(emitter.getKey(), 0L));
      if (own.numbered() > 0 || own.stored() > 0) {
        emitters.add(own);
        numbered += own.numbered();
        dropped += own.dropped();
        kept += own.stored();
      }
    }
    return new Completeness(from, to, numbered, dropped, kept + untold, untold, emitters);
  }

  private static OfEmitter of(
      String emitterId, Instant from, Instant to, List<Heartbeat> heartbeats, long stored) {
    heartbeats.sort(Comparator.comparingLong(Heartbeat::seq));
    Set<String> names = new TreeSet<>();
    heartbeats.forEach(heartbeat -> names.addAll(heartbeat.counters().keySet()));
    Map<String, Long> dropped = new TreeMap<>();
    for (String name : names) {
      if (name.startsWith(DROPPED)) {
        long count = within(heartbeats, from, to, beat -> beat.counters().getOrDefault(name, 0L));
        if (count > 0) {
          dropped.put(name.substring(DROPPED.length()), count);
        }
      }
    }
    return new OfEmitter(
        emitterId,
        within(heartbeats, from, to, beat -> beat.counters().getOrDefault(NUMBERED, 0L)),
        dropped,
        stored,
        heartbeats.stream().map(Heartbeat::timestamp).max(Comparator.naturalOrder()).orElseThrow());
  }

  private interface Counter {
    long of(Heartbeat heartbeat);
  }

  /** Growth of the counter within the window; between heartbeats it is taken to grow evenly. */
  private static long within(
      List<Heartbeat> heartbeats, Instant from, Instant to, Counter counter) {
    NavigableMap<Instant, Long> known = new TreeMap<>();
    Heartbeat first = heartbeats.getFirst();
    for (Heartbeat heartbeat : heartbeats) {
      known.merge(heartbeat.timestamp(), counter.of(heartbeat), Math::max);
    }
    long end = at(known, to);
    // Before its first heartbeat of all, an emitter had counted nothing.
    boolean begun = first.seq() == 0 && first.timestamp().isAfter(from);
    return Math.max(0, end - (begun ? 0 : at(known, from)));
  }

  private static long at(NavigableMap<Instant, Long> known, Instant time) {
    Map.Entry<Instant, Long> before = known.floorEntry(time);
    Map.Entry<Instant, Long> behind = known.ceilingEntry(time);
    if (before == null) {
      return known.firstEntry().getValue();
    }
    if (behind == null || behind.getKey().equals(before.getKey())) {
      return before.getValue();
    }
    double share =
        (double) (time.toEpochMilli() - before.getKey().toEpochMilli())
            / (behind.getKey().toEpochMilli() - before.getKey().toEpochMilli());
    return before.getValue() + Math.round(share * (behind.getValue() - before.getValue()));
  }
}
