package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class PrimingTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          IngestConfig.EVENT_TABLE,
          "OrionEvents",
          IngestConfig.QUARANTINE_BUCKET,
          "quarantine",
          IngestConfig.REGION,
          "eu-west-1",
          "AWS_ACCESS_KEY_ID",
          "test",
          "AWS_SECRET_ACCESS_KEY",
          "test",
          // Nothing listens there: a priming that sent anything would fail.
          IngestConfig.DYNAMODB_ENDPOINT,
          "http://127.0.0.1:1");

  @Test
  void madeUpBatches_primed_goAllTheWayAndNowhere() throws Exception {
    Priming.beforeSnapshot(ENVIRONMENT);

    // What the runtime does before the snapshot; without one nobody does.
    assertThat(Core.getGlobalContext()).isNotNull();
    assertThat(Priming.primeNow(InstantSource.system())).isEqualTo(40 * 50);
  }
}
