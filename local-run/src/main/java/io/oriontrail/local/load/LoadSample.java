package io.oriontrail.local.load;

import java.util.Map;

/**
 * A line under load at one moment; counts are from its beginning.
 *
 * @param second since the first event was due
 * @param due events that the schedule asked for until now
 * @param offered to the emitters
 * @param delivered acknowledged by the stream
 * @param dropped given up by the emitters
 * @param buffered in the emitters
 * @param stored written by ingest
 * @param cpuSeconds used, by part
 * @param residentBytes of the line's process
 * @param storeBytes resident, of the store's process; 0 where it has none
 * @param heapBytes in use in the line's process, garbage included
 */
public record LoadSample(
    double second,
    long due,
    long offered,
    long delivered,
    long dropped,
    long buffered,
    long stored,
    Map<LinePart, Double> cpuSeconds,
    long residentBytes,
    long storeBytes,
    long heapBytes) {

  public LoadSample {
    cpuSeconds = Map.copyOf(cpuSeconds);
  }

  /** Events due that are not stored. */
  public long lag() {
    return due - stored;
  }
}
