package io.oriontrail.local.load;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a line stood a load.
 *
 * @param settings what was asked of it
 * @param began when the first event was due
 * @param samples one a second from the first event until all was stored
 * @param probes found, those of the warm-up included
 * @param probesLost not found
 * @param check what became of every event
 * @param late events that ingest stored later than five seconds after they were due, the warm-up's
 *     included
 * @param invocations of ingest
 * @param retries calls to the store that ingest made again
 * @param rollups items of roll-ups that ingest added to
 * @param processors of this machine
 */
public record LoadResult(
    LoadSettings settings,
    Instant began,
    List<LoadSample> samples,
    List<Probes.Probe> probes,
    int probesLost,
    LoadCheck check,
    long late,
    long invocations,
    long retries,
    long rollups,
    int processors) {

  /** What a day of the great load comes to in a second. */
  public static final double GOAL_PER_SECOND = 400e6 / 86_400;

  private static final double MICROS = 1e6;

  public LoadResult {
    samples = List.copyOf(samples);
    probes = List.copyOf(probes);
  }

  /** The first sample of the measured part. */
  public LoadSample first() {
    double from = settings.warmUp().toMillis() / 1e3;
    return samples.stream().filter(s -> s.second() >= from).findFirst().orElse(samples.getFirst());
  }

  /** The last sample while events were offered. */
  public LoadSample last() {
    double until = (settings.warmUp().toMillis() + settings.duration().toMillis()) / 1e3;
    LoadSample last = first();
    for (LoadSample sample : samples) {
      last = sample.second() <= until && sample.second() > last.second() ? sample : last;
    }
    return last;
  }

  /** Events stored in a second of the measured part. */
  public double storedPerSecond() {
    double seconds = last().second() - first().second();
    return seconds <= 0 ? 0 : (last().stored() - first().stored()) / seconds;
  }

  /** From when an event was due until a query found it; of the measured part. */
  public Latencies freshness() {
    long from = settings.warmUp().toNanos();
    return Latencies.of(
        probes.stream().filter(p -> p.dueNanos() >= from).map(Probes.Probe::millis).toList());
  }

  /** The same from the first event on. */
  public Latencies freshnessOfAll() {
    return Latencies.of(probes.stream().map(Probes.Probe::millis).toList());
  }

  /** Processor seconds of the measured part, by part of the line. */
  public Map<LinePart, Double> cpuSeconds() {
    Map<LinePart, Double> used = new EnumMap<>(LinePart.class);
    last()
        .cpuSeconds()
        .forEach(
            (part, seconds) ->
                used.put(part, seconds - first().cpuSeconds().getOrDefault(part, 0.0)));
    return used;
  }

  /** Processor microseconds for an event stored, by part of the line. */
  public Map<LinePart, Double> microsPerEvent() {
    long events = Math.max(1, last().stored() - first().stored());
    Map<LinePart, Double> micros = new EnumMap<>(LinePart.class);
    cpuSeconds().forEach((part, seconds) -> micros.put(part, seconds * MICROS / events));
    return micros;
  }

  /** The line's own, without what makes the load and compiles. */
  public double microsOfTheLine() {
    return microsPerEvent().entrySet().stream()
        .filter(entry -> entry.getKey().isOfTheLine())
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Share of this machine's processors in use while measured. */
  public double utilisation() {
    double seconds = last().second() - first().second();
    double used = cpuSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
    return seconds <= 0 ? 0 : used / seconds / processors;
  }

  /** Events a second at which this machine's processors would be full, by the cost measured. */
  public double ceilingPerSecond() {
    double micros = microsPerEvent().values().stream().mapToDouble(Double::doubleValue).sum();
    return micros <= 0 ? 0 : processors * MICROS / micros;
  }

  /** The part that takes most of the processors. */
  public LinePart heaviest() {
    return cpuSeconds().entrySet().stream()
        .filter(entry -> entry.getKey().isOfTheLine())
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(LinePart.REST);
  }

  /** Events lost: given up by an emitter, or not in the store for whatever reason. */
  public long lost() {
    return check.missing();
  }
}
