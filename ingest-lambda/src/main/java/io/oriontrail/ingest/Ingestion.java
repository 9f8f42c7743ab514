package io.oriontrail.ingest;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import io.oriontrail.store.Appended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch on its way through {@link BatchIngestor}. Used by one thread. */
final class Ingestion {
  /** Events held at once: a batch that expands a hundredfold is written in slices of this. */
  static final int SLICE = 2_000;

  private final BatchIngestor.Targets targets;
  private final InstantSource clock;
  private final String requestId;
  private final Instant deadline;
  private final Instant begin;

  /**
   * From here on each record is stored as it is read: however slow reading is, some progress is
   * made, and the batch does not come again as it was.
   */
  private final Instant halfTime;

  private final RecordDecoder decoder = new RecordDecoder();
  private final List<WireMessage> slice = new ArrayList<>(SLICE);
  private final List<Origin> sliceOrigins = new ArrayList<>(SLICE);
  private final List<Origin> records = new ArrayList<>();
  private final List<Quarantine.Entry> unfit = new ArrayList<>();
  private final Map<QuarantineReason, Integer> rejected = new EnumMap<>(QuarantineReason.class);
  private final Freshness.Collector freshness = new Freshness.Collector();
  private final List<String> problems = new ArrayList<>();

  private @Nullable Origin resumeAt;
  private long bytes;
  private int received;
  private int stored;
  private int duplicates;
  private int quarantined;
  private int unfitPieces;
  private int owed;
  private int heartbeats;
  private int unknownFields;
  private int retries;

  Ingestion(
      BatchIngestor.Targets targets, InstantSource clock, String requestId, Instant deadline) {
    this.targets = targets;
    this.clock = clock;
    this.requestId = requestId;
    this.deadline = deadline;
    this.begin = clock.instant();
    this.halfTime = begin.plus(Duration.between(begin, deadline).dividedBy(2));
  }

  /** Takes the next record; may block to store those before it. */
  void take(StreamRecord record) {
    Origin origin = record.origin();
    records.add(origin);
    bytes += record.data().length;
    if (resumeAt != null) {
      return; // It comes again in any case.
    }
    DecodedRecord decoded = decoder.decode(record.data());
    received += decoded.pieces();
    unknownFields += decoded.unknownFields();
    decoded.unfit().forEach(piece -> reject(origin, piece));
    for (WireMessage message : decoded.messages()) {
      slice.add(message instanceof StepEvent event ? targets.payload().apply(event) : message);
      sliceOrigins.add(origin);
      heartbeats += message instanceof Heartbeat ? 1 : 0;
    }
    if (slice.size() >= SLICE || !clock.instant().isBefore(halfTime)) {
      store();
    }
  }

  /** Stores and keeps what is left, and says what became of all. Called once, at the end. */
  BatchOutcome finish() {
    store();
    keepUnfit();
    RollupKeeper.Outcome rollups = targets.rollups().keep(stored, deadline);
    if (rollups.problem() != null) {
      problems.add("roll-ups: " + rollups.problem());
    }
    balance();
    return new BatchOutcome(
        resumeAt,
        new BatchOutcome.Counts(
            records.size(),
            recordsOwed(),
            bytes,
            received,
            stored,
            duplicates,
            quarantined,
            owed + unfitPieces - quarantined,
            heartbeats,
            unknownFields,
            retries),
        rollups,
        rejected,
        freshness.summary(),
        Duration.between(begin, clock.instant()),
        targets.steps().takeDue(),
        problems);
  }

  /** Nothing may be called done while a piece is unaccounted for: that would be a bug of ours. */
  private void balance() {
    int counted = stored + duplicates + unfitPieces + owed;
    if (counted != received) {
      problems.add(counted + " pieces are accounted for, but " + received + " came: a defect");
      resumeAt = records.getFirst();
      owed += received - counted;
    }
  }

  private void store() {
    if (slice.isEmpty()) {
      return;
    }
    Appended appended = targets.writer().append(slice, deadline);
    stored += appended.stored();
    duplicates += appended.duplicates();
    retries += appended.retries();
    if (appended.failure() != null) {
      problems.add(
          appended.remainder().size()
              + " events are not stored: "
              + appended.failure().getMessage());
    }
    sortOut(appended);
    slice.clear();
    sliceOrigins.clear();
  }

  /** What came back is in the order given, so one pass finds the record of each. */
  private void sortOut(Appended appended) {
    Instant now = clock.instant();
    int remaining = 0;
    int refused = 0;
    Set<WireMessage> counted = appended.duplicates() == 0 ? null : new HashSet<>();
    for (int i = 0; i < slice.size(); i++) {
      WireMessage message = slice.get(i);
      Origin origin = sliceOrigins.get(i);
      if (remaining < appended.remainder().size()
          && message.equals(appended.remainder().get(remaining))) {
        remaining++;
        owed++;
        comeAgainFrom(origin);
      } else if (refused < appended.refused().size()
          && message.equals(appended.refused().get(refused).message())) {
        String why = appended.refused().get(refused++).why();
        reject(
            origin,
            Unfit.piece(
                QuarantineReason.REFUSED_BY_STORE,
                why,
                Unfit.NO_INDEX,
                StepEventJson.encode(message)));
      } else if (message instanceof StepEvent event && (counted == null || counted.add(event))) {
        freshness.add(Duration.between(event.timestamp(), now));
        targets.rollups().count(event, now);
        targets.steps().count(event);
      }
    }
  }

  private void reject(Origin origin, Unfit piece) {
    unfit.add(new Quarantine.Entry(origin, piece));
    unfitPieces += piece.pieces();
    rejected.merge(piece.reason(), piece.pieces(), Integer::sum);
  }

  /** Puts unfit pieces into quarantine, except those of records that come again. */
  private void keepUnfit() {
    List<Quarantine.Entry> entries =
        unfit.stream().filter(entry -> isDone(entry.origin())).toList();
    if (entries.isEmpty()) {
      return;
    }
    try {
      targets.quarantine().keep(requestId, records.getFirst(), entries);
      entries.forEach(entry -> quarantined += entry.unfit().pieces());
    } catch (QuarantineException e) {
      problems.add(entries.size() + " unfit pieces are not kept: " + e.getMessage());
      entries.forEach(entry -> comeAgainFrom(entry.origin()));
    }
  }

  private void comeAgainFrom(Origin origin) {
    if (isDone(origin)) {
      resumeAt = origin;
    }
  }

  /** Whether the record lies before all that come again. */
  private boolean isDone(Origin origin) {
    return resumeAt == null || origin.isBefore(resumeAt);
  }

  private int recordsOwed() {
    int owed = 0;
    for (Origin record : records) {
      owed += isDone(record) ? 0 : 1;
    }
    return owed;
  }
}
