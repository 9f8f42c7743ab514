package io.oriontrail.ingest;

import io.oriontrail.store.StepEventWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Takes a batch of records into the store: what is fit becomes items, what is unfit goes to
 * quarantine, and what could be neither by the deadline comes again. A bad event never delays a
 * good one, and nothing is called done before it is stored or kept. Safe for use by several threads
 * at once.
 */
final class BatchIngestor {
  /**
   * Where pieces go.
   *
   * @param steps counts how runs of steps ended
   * @param payload what of events may be stored
   */
  record Targets(
      StepEventWriter writer,
      Quarantine quarantine,
      RollupKeeper rollups,
      StepTally steps,
      PayloadRules payload) {}

  private final Targets targets;
  private final InstantSource clock;

  BatchIngestor(Targets targets, InstantSource clock) {
    this.targets = targets;
    this.clock = clock;
  }

  /**
   * Works through the batch. Blocks until all is done or the deadline has come.
   *
   * @param requestId of the invocation
   * @throws IOException if the source fails: nothing may be called done then
   */
  BatchOutcome ingest(RecordSource source, String requestId, Instant deadline) throws IOException {
    Ingestion ingestion = new Ingestion(targets, clock, requestId, deadline);
    for (StreamRecord record = source.next(); record != null; record = source.next()) {
      ingestion.take(record);
    }
    return ingestion.finish();
  }
}
