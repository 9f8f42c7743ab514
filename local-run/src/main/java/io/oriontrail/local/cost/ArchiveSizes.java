package io.oriontrail.local.cost;

import io.oriontrail.event.JsonLines;
import io.oriontrail.event.StepEvent;
import io.oriontrail.ingest.ArchiveLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * What events take in the archive, measured on as many as one full batch holds.
 *
 * @param events in the batch
 * @param streamBytes of an event in the stream, compressed as emitters do
 * @param parts objects that a batch makes
 * @param archiveBytes of an event in the archive
 * @param inOneObject the same if the batch made one object
 */
record ArchiveSizes(
    int events, double streamBytes, int parts, double archiveBytes, double inOneObject) {

  static ArchiveSizes of(List<StepEvent> events, double streamBytes) {
    Map<String, JsonLines> parts = new TreeMap<>();
    JsonLines all = new JsonLines(1 << 20);
    for (StepEvent event : events) {
      parts
          .computeIfAbsent(
              ArchiveLayout.partOf(event.key().accountId()), _ -> new JsonLines(1 << 16))
          .add(event);
      all.add(event);
    }
    long bytes = parts.values().stream().mapToLong(ArchiveSizes::compressed).sum();
    double count = events.size();
    return new ArchiveSizes(
        events.size(), streamBytes, parts.size(), bytes / count, compressed(all) / count);
  }

  /** As the archive function compresses. */
  private static long compressed(JsonLines lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(lines.array(), 0, lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return bytes.size();
  }
}
