package io.oriontrail.local.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchiveReportTest {

  @Test
  void costDocument_holdsWhatTheArchivesCalculatorPrints() throws IOException {
    assertThat(Files.readString(Path.of(System.getProperty("orion.root"), "docs/COST.md")))
        .contains(ArchiveReport.markdown());
  }
}
