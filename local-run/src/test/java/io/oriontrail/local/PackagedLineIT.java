package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The line with the very jars that are deployed, each in its own JVM. */
class PackagedLineIT extends EmbeddedLineIT {
  private static final String CHILDREN_OPTIONS = "orion.child.jvm";
  private static final int EVENTS_OF_THE_BANK = 235_882;

  /**
   * In the suite the children's JVMs do without their second JIT, as few live long enough for it to
   * pay. A quarter of a million events are: with it DynamoDB Local takes them in half the time.
   */
  @Override
  @BeforeAll
  void startLine() {
    String options = System.getProperty(CHILDREN_OPTIONS, "");
    System.clearProperty(CHILDREN_OPTIONS);
    try {
      super.startLine();
    } finally {
      System.setProperty(CHILDREN_OPTIONS, options);
    }
  }

  @Override
  LineSettings settings() {
    return super.settings().withPackaged(true);
  }

  @Test
  void realLog_replayed_isStoredWithNothingLostRepeatedOrQuarantined() {
    Path log = root().resolve("../shared/data/bpic2012-events.ndjson.gz");

    StoredCheck check = replay(log);

    assertThat(check.stored()).isEqualTo(EVENTS_OF_THE_BANK);
    assertThat(check.repeated()).isZero();
    assertThat(check.quarantined()).isZero();
  }
}
