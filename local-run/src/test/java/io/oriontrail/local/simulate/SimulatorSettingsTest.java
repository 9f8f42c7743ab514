package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatorSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0.1, accounts must be 1 or more; it is 0",
    "1, 0, 0.1, rate must be above 0 and at most 10000.0; it is 0.0",
    "1, NaN, 0.1, rate must be above 0 and at most 10000.0; it is NaN",
    "1, 10001, 0.1, rate must be above 0 and at most 10000.0; it is 10001.0",
    "1, 2, -0.1, failureRatio must be 0 to 1; it is -0.1",
    "1, 2, 1.01, failureRatio must be 0 to 1; it is 1.01"
  })
  void settings_outOfRange_nameFieldAndValue(
      int accounts, double rate, double failureRatio, String message) {
    assertThatThrownBy(() -> new SimulatorSettings(1, accounts, rate, failureRatio))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
