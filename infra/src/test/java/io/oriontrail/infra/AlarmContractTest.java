package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The alarms that the fault tests judge by are those that are deployed. */
final class AlarmContractTest {

  @Test
  void contract_isWhatTheTemplateSays() throws IOException {
    String alarms = AlarmContract.of(SynthesizedStage.example("production"), "production");
    Path made = StandInRoot.repository().resolve("infra/target/alarms.json");
    Files.writeString(made, alarms);

    ObjectMapper json = new ObjectMapper();
    Path contract = StandInRoot.repository().resolve("docs/contracts/alarms.json");
    assertThat(json.readTree(contract.toFile()))
        .as("where the alarms have changed on purpose, copy infra/target/alarms.json there")
        .isEqualTo(json.readTree(alarms));
  }
}
