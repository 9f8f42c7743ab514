package io.oriontrail.local.measure;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.ArchiveLayout;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import io.oriontrail.store.StoredSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What an average event takes, measured on a sample of events with the very code that makes records
 * and items: what {@code ./orion cost} reckons with.
 *
 * @param events in the sample
 * @param executions in the sample
 * @param jsonBytes on the wire before compression, with the end of the line
 * @param itemBytes of the event's item as DynamoDB bills it
 * @param itemP999 of a thousand items 999 have no more bytes
 * @param writeUnits of that item
 * @param listings written: one for each execution and ten minutes in which an event opens one
 * @param listingBytes of one listing
 * @param failures copies in the index of failures
 * @param archiveBytes in the objects that the archive makes of the sample, or of a batch's worth
 * @param inOneObject the same, did a batch make one object
 * @param recordBytes of a compressed record, by the events in it
 */
public record TrafficSample(
    int events,
    int executions,
    double jsonBytes,
    double itemBytes,
    int itemP999,
    double writeUnits,
    double listings,
    double listingBytes,
    double failures,
    double archiveBytes,
    double inOneObject,
    Map<Integer, Double> recordBytes) {
  private static final List<Integer> PACKINGS = List.of(1, 10, 100);
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
  private static final SimulatorSettings SETTINGS = new SimulatorSettings(42, 300, 2, 0.08);

  /** Events that are packed into records: more change nothing. */
  private static final int MOST_PACKED = 20_000;

  /** As many as a full batch of the archive's function holds, of such events. */
  private static final int MOST_ARCHIVED = 75_000;

  /** Header and trailer of gzip. */
  private static final int GZIP_FRAME = 18;

  public TrafficSample {
    recordBytes = Map.copyOf(recordBytes);
  }

  /** Measures an hour of the simulated Orion. */
  public static TrafficSample simulated() {
    List<StepEvent> events = new ArrayList<>();
    new Simulator(SETTINGS, InstantSource.fixed(NOW)).startDemo(events::add, counts -> {}).close();
    return of(events);
  }

  /** Measures the sample, of at least one event. */
  public static TrafficSample of(List<StepEvent> unsorted) {
    List<StepEvent> sample = new ArrayList<>(unsorted);
    sample.sort(Comparator.comparing(StepEvent::timestamp));
    Set<ExecutionKey> executions = new HashSet<>();
    Set<String> listings = new HashSet<>();
    List<StoredSize> sizes = sample.stream().map(StoredSize::of).toList();
    long listingBytes = 0;
    for (int i = 0; i < sample.size(); i++) {
      StepEvent event = sample.get(i);
      executions.add(event.key());
      long span = Math.floorDiv(event.timestamp().getEpochSecond(), 600L);
      if (sizes.get(i).listingBytes() > 0 && listings.add(event.key() + " " + span)) {
        listingBytes += sizes.get(i).listingBytes();
      }
    }
    int[] sorted = sizes.stream().mapToInt(StoredSize::itemBytes).sorted().toArray();
    int count = sample.size();
    List<StepEvent> batch = sample.subList(0, Math.min(MOST_ARCHIVED, count));
    return new TrafficSample(
        count,
        executions.size(),
        sample.stream()
            .mapToInt(event -> StepEventJson.encode(event).length + 1)
            .average()
            .orElse(0),
        IntStream.of(sorted).average().orElse(0),
        sorted[(int) Math.ceil(0.999 * count) - 1],
        sizes.stream().mapToInt(StoredSize::writeUnits).average().orElse(0),
        listings.size() / (double) count,
        listingBytes / (double) Math.max(1, listings.size()),
        sizes.stream().filter(StoredSize::indexed).count() / (double) count,
        archiveBytes(batch, event -> ArchiveLayout.partOf(event.key().accountId())),
        archiveBytes(batch, event -> "all"),
        recordBytes(sample.stream().limit(MOST_PACKED).map(StepEventJson::encode).toList()));
  }

  private static Map<Integer, Double> recordBytes(List<byte[]> json) {
    Map<Integer, Double> byPacking = new TreeMap<>();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      for (int packing : PACKINGS) {
        int events = Math.min(packing, json.size());
        int records = json.size() / events;
        long bytes = 0;
        for (int record = 0; record < records; record++) {
          bytes += packed(json.subList(record * events, (record + 1) * events), deflater);
        }
        byPacking.put(packing, (double) bytes / records);
      }
    } finally {
      deflater.end();
    }
    return byPacking;
  }

  /** Of an event, in one object for each part. */
  private static double archiveBytes(List<StepEvent> events, Function<StepEvent, String> partOf) {
    Map<String, ByteArrayOutputStream> objects = new TreeMap<>();
    Map<String, GZIPOutputStream> open = new TreeMap<>();
    try {
      for (StepEvent event : events) {
        String part = partOf.apply(event);
        GZIPOutputStream object = open.get(part);
        if (object == null) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          objects.put(part, bytes);
          object = new GZIPOutputStream(bytes);
          open.put(part, object);
        }
        object.write(StepEventJson.encode(event));
        object.write('\n');
      }
      for (GZIPOutputStream object : open.values()) {
        object.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return objects.values().stream().mapToLong(ByteArrayOutputStream::size).sum()
        / (double) events.size();
  }

  /** As the emitter compresses them. */
  private static int packed(List<byte[]> lines, Deflater deflater) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    deflater.reset();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      for (byte[] line : lines) {
        out.write(line);
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return packed.size() + GZIP_FRAME;
  }

  /** The text of the file that {@code ./orion cost --traffic} reads. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        String.format(
            Locale.ROOT,
            "# What an event takes, measured on %,d events of %,d executions; by ./orion measure traffic.\n",
            events,
            executions));
    line(yaml, "jsonBytes", jsonBytes);
    line(yaml, "itemBytes", itemBytes);
    line(yaml, "itemP999", itemP999);
    line(yaml, "writeUnits", writeUnits);
    line(yaml, "listings", listings);
    line(yaml, "listingBytes", listingBytes);
    line(yaml, "failures", failures);
    line(yaml, "eventsPerExecution", (double) events / Math.max(1, executions));
    line(yaml, "archiveBytes", archiveBytes);
    new TreeMap<>(recordBytes)
        .forEach((packing, bytes) -> line(yaml, "recordBytesOf" + packing, bytes));
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, String key, double value) {
    yaml.append(String.format(Locale.ROOT, "%s: %.4f\n", key, value));
  }
}
