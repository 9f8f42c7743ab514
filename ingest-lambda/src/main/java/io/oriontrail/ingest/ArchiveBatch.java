package io.oriontrail.ingest;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way into the archive: decoded, sorted into objects by day and part, and put.
 * Either all of what was taken is in the archive or all of it comes again; what comes again makes
 * the same objects. Used by one thread.
 */
final class ArchiveBatch {
  private final Archive archive;
  private final PayloadRules payload;
  private final InstantSource clock;
  private final Instant begin;

  /** From here on no further record is taken: what is there has to be put in time. */
  private final Instant halfTime;

  private final RecordDecoder decoder = new RecordDecoder();
  private final Map<String, ArchiveFile> files = new TreeMap<>();
  private @Nullable Origin first;
  private @Nullable Origin last;
  private @Nullable Origin resumeAt;
  private @Nullable String problem;
  private int records;
  private int recordsOwed;
  private long bytes;
  private int received;
  private int replayed;
  private int unfit;
  private int objects;
  private int objectsAgain;
  private long objectBytes;

  ArchiveBatch(Archive archive, PayloadRules payload, InstantSource clock, Instant deadline) {
    this.archive = archive;
    this.payload = payload;
    this.clock = clock;
    this.begin = clock.instant();
    this.halfTime = begin.plus(Duration.between(begin, deadline).dividedBy(2));
  }

  void take(StreamRecord record) {
    Origin origin = record.origin();
    records++;
    bytes += record.data().length;
    if (resumeAt != null) {
      recordsOwed++;
      return;
    }
    if (first != null && !clock.instant().isBefore(halfTime)) {
      resumeAt = origin;
      recordsOwed++;
      return;
    }
    first = first == null ? origin : first;
    last = origin;
    if (origin.partitionKey().startsWith(ArchiveLayout.REPLAY_KEY)) {
      replayed++;
      return;
    }
    DecodedRecord decoded = decoder.decode(record.data());
    received += decoded.pieces();
    unfit += decoded.pieces() - decoded.messages().size();
    for (WireMessage message : decoded.messages()) {
      files
          .computeIfAbsent(
              ArchiveLayout.prefixOf(message, origin.arrival()), _ -> new ArchiveFile())
          .add(message instanceof StepEvent event ? payload.apply(event) : message);
    }
  }

  /** Puts what was taken, and says what became of the batch. Called once, at the end. */
  ArchiveOutcome finish() {
    int owed = 0;
    try {
      putAll();
    } catch (ArchiveException e) {
      problem = e.getMessage();
      resumeAt = first;
      recordsOwed = records;
      owed = received - unfit;
    }
    return new ArchiveOutcome(
        resumeAt,
        records,
        recordsOwed,
        bytes,
        received,
        received - unfit - owed,
        unfit,
        owed,
        replayed,
        objects,
        objectsAgain,
        objectBytes,
        Duration.between(begin, clock.instant()),
        problem);
  }

  private void putAll() {
    if (first == null || last == null) {
      return;
    }
    String name = ArchiveLayout.name(first, last);
    for (Map.Entry<String, ArchiveFile> file : files.entrySet()) {
      byte[] object = file.getValue().finish();
      if (archive.put(file.getKey() + name, object)) {
        objects++;
        objectBytes += object.length;
      } else {
        objectsAgain++;
      }
    }
  }
}
