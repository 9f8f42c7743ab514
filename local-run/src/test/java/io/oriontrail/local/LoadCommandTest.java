package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.load.LoadSettings.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadCommandTest {
  private static final long GIB = 1L << 30;

  @Test
  void twinWithoutRoom_isRefusedWithWhatToSet() {
    LoadSettings tenMinutes = LoadSettings.of(10_000, Duration.ofMinutes(10), Store.MEMORY);

    assertThatThrownBy(() -> LoadCommand.requireRoom(tenMinutes, GIB))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("ORION_HEAP=8g");
    assertThatCode(() -> LoadCommand.requireRoom(tenMinutes, 10 * GIB)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                LoadCommand.requireRoom(
                    LoadSettings.of(10_000, Duration.ofMinutes(10), Store.DYNAMODB), GIB))
        .doesNotThrowAnyException();
  }

  @Test
  void wrongOption_endsWithTwoAndStartsNothing() {
    assertThat(OrionCli.run("load", "--events-per-second", "0")).isEqualTo(2);
    assertThat(OrionCli.run("load", "--store", "tape")).isEqualTo(2);
    assertThat(OrionCli.run("chaos", "--minutes", "0.1")).isEqualTo(2);
  }

  @Test
  void store_namedWrong_isNamedWithWhatThereIs() {
    assertThat(LoadCommand.storeOf("Memory")).isEqualTo(Store.MEMORY);
    assertThatThrownBy(() -> LoadCommand.storeOf("tape"))
        .hasMessage("--store is 'tape'; it must be dynamodb or memory");
  }

  @Test
  void command_inTheReport_isTheOneThatWasGiven() {
    List<String> words = List.of("load", "--minutes", "10");
    assertThat(LoadCommand.command(words)).isEqualTo("./orion load --minutes 10");
  }
}
