package io.oriontrail.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an average event takes, as {@code ./orion measure traffic} measures it on a sample of events
 * with the very code that makes records and items.
 *
 * @param jsonBytes on the wire before compression, with the end of the line
 * @param itemBytes of the event's item as DynamoDB bills it, without what storage adds
 * @param itemP999 of a thousand items 999 have no more bytes
 * @param writeUnits of that item
 * @param listings written, beside the item
 * @param listingBytes of one listing
 * @param failures copies in the index of failures
 * @param eventsPerExecution on average
 * @param archiveBytes in the archive's compressed objects
 * @param recordBytes of a compressed record, by the events in it
 */
record Traffic(
    double jsonBytes,
    double itemBytes,
    double itemP999,
    double writeUnits,
    double listings,
    double listingBytes,
    double failures,
    double eventsPerExecution,
    double archiveBytes,
    Map<Integer, Double> recordBytes) {
  /** As many events as records were packed of when it was measured. */
  static final List<Integer> PACKINGS = List.of(1, 10, 100);

  private static final double WRITE_UNIT = 1_024;
  private static final double MOST = 1e6;

  Traffic {
    recordBytes = Map.copyOf(recordBytes);
  }

  /** Reads what {@code ./orion measure traffic} has written. */
  static Traffic read(Path file) {
    return ConfigSection.read(file, Traffic::from);
  }

  /** The simulated Orion's, which a test holds to what is measured. */
  static Traffic simulated(Path root) {
    return read(root.resolve("infra").resolve("traffic").resolve("simulated-orion.yaml"));
  }

  private static Traffic from(ConfigSection section) {
    Map<Integer, Double> recordBytes = new TreeMap<>();
    for (int events : PACKINGS) {
      recordBytes.put(events, required(section, "recordBytesOf" + events));
    }
    return new Traffic(
        required(section, "jsonBytes"),
        required(section, "itemBytes"),
        required(section, "itemP999"),
        required(section, "writeUnits"),
        required(section, "listings"),
        required(section, "listingBytes"),
        required(section, "failures"),
        required(section, "eventsPerExecution"),
        required(section, "archiveBytes"),
        recordBytes);
  }

  private static double required(ConfigSection section, String key) {
    double value = section.decimal(key, 0, MOST, -1);
    if (value < 0) {
      throw section.refused(key, "", "the number that ./orion measure traffic writes");
    }
    return value;
  }

  /** The same, were an event so long: all of it grows alike, and what is billed by the kilobyte. */
  Traffic withJsonBytes(double bytes) {
    double factor = bytes / jsonBytes;
    Map<Integer, Double> records = new TreeMap<>();
    recordBytes.forEach((events, size) -> records.put(events, size * factor));
    double item = itemBytes * factor;
    double longest = itemP999 * factor;
    // Beyond a kilobyte the spread is not known: each item counts as if it were a long one.
    double units = longest <= WRITE_UNIT ? writeUnits : Math.ceil(longest / WRITE_UNIT);
    return new Traffic(
        bytes,
        item,
        longest,
        Math.max(writeUnits, units),
        listings,
        listingBytes,
        failures,
        eventsPerExecution,
        archiveBytes * factor,
        records);
  }

  /** The same, were there so many events to an execution: a listing each execution. */
  Traffic withEventsPerExecution(double events) {
    return new Traffic(
        jsonBytes,
        itemBytes,
        itemP999,
        writeUnits,
        1 / events,
        listingBytes,
        failures,
        events,
        archiveBytes,
        recordBytes);
  }

  double recordBytes(int events) {
    Double bytes = recordBytes.get(events);
    if (bytes == null) {
      throw new SetupException(
          "records of %d events were not measured; those that were have %s"
              .formatted(events, PACKINGS));
    }
    return bytes;
  }
}
