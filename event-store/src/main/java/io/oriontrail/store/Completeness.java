package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

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

  /** The same for one emitter. */
  public record OfEmitter(String emitterId, long numbered, long dropped, long stored) {}

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
    long missing = 0;
    for (OfEmitter emitter : emitters) {
      long difference = emitter.numbered() - emitter.stored();
      boolean again = difference < -Math.max(EVEN_LEAST, EVEN_SHARE * emitter.numbered());
      missing += again ? 0 : difference;
    }
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
      emitter.getValue().sort(Comparator.comparingLong(Heartbeat::seq));
      long ownNumbered = within(emitter.getValue(), from, to, Completeness::numbered);
      long ownDropped = within(emitter.getValue(), from, to, Completeness::givenUp);
      long ownStored = stored.getOrDefault(emitter.getKey(), 0L);
      if (ownNumbered > 0 || ownStored > 0) {
        emitters.add(new OfEmitter(emitter.getKey(), ownNumbered, ownDropped, ownStored));
        numbered += ownNumbered;
        dropped += ownDropped;
        kept += ownStored;
      }
    }
    return new Completeness(from, to, numbered, dropped, kept + untold, untold, emitters);
  }

  private interface Counter {
    long of(Heartbeat heartbeat);
  }

  private static long numbered(Heartbeat heartbeat) {
    return heartbeat.counters().getOrDefault("numbered", 0L);
  }

  private static long givenUp(Heartbeat heartbeat) {
    long dropped = 0;
    for (Map.Entry<String, Long> counter : heartbeat.counters().entrySet()) {
      dropped += counter.getKey().startsWith("dropped.") ? counter.getValue() : 0;
    }
    return dropped;
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
