package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.store.Appended;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnbalancedWriterTest {

  /** A writer that loses count may have lost an event. */
  @Test
  void piecesUnaccountedFor_batch_comesAgainWhole() throws IOException {
    BatchIngestor ingestor =
        Wire.ingestor(
            (messages, deadline) ->
                new Appended(messages.size() - 1, 0, List.of(), List.of(), 0, null),
            new HeldQuarantine(),
            Wire.START.plusSeconds(2));
    List<StreamRecord> records =
        Wire.records(Wire.lines(Wire.event(1), "bad"), Wire.lines(Wire.event(2)));

    BatchOutcome outcome = ingestor.ingest(Wire.source(records), "r", Wire.START.plusSeconds(60));

    assertThat(outcome.resumeAt()).isEqualTo(records.getFirst().origin());
    assertThat(outcome.problems()).singleElement().asString().contains("defect");
    assertThat(outcome.counts().recordsOwed()).isEqualTo(2);
    assertThat(outcome.counts().owed()).isEqualTo(1);
  }
}
