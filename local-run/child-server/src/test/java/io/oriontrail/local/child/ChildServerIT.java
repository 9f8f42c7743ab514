package io.oriontrail.local.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
class ChildServerIT {
  @TempDir Path folder;

  @Test
  void serving_started_hasTheEndpointAndEndsOnClose() {
    ChildServer server = ChildServer.start(TestServer.launch(folder, List.of("serve")));
    assertThat(server.endpoint()).isEqualTo(URI.create("http://127.0.0.1:4711"));
    assertThat(server.isAlive()).isTrue();

    server.close();
    server.close();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void hangingAtItsEnd_closed_isKilled() {
    ChildServer server =
        ChildServer.start(
            impatient(
                TestServer.launch(folder, List.of("serve-and-hang")),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1)));

    server.close();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void failing_started_saysWhatItWrote() {
    assertThatThrownBy(() -> ChildServer.start(TestServer.launch(folder, List.of("fail", "this"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test-server ended before it listened")
        .hasMessageContaining("no luck with this");
  }

  @Test
  void neverListening_started_givesUpAndLeavesNoProcess() {
    Launch launch =
        impatient(
            TestServer.launch(folder, List.of("never-listen")),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5));

    assertThatThrownBy(() -> ChildServer.start(launch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not listen after 1 s");
    ProcessHandle.current().children().forEach(child -> child.onExit().join());
  }

  private static Launch impatient(Launch launch, Duration patience, Duration toEnd) {
    return new Launch(
        launch.name(),
        launch.mainClass(),
        launch.libraries(),
        launch.jvmOptions(),
        launch.arguments(),
        patience,
        toEnd);
  }

  @Test
  void parentKilled_child_ends() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TestServer.class.getName(),
                "parent",
                folder.toString())
            .start();
    try (BufferedReader output = parent.inputReader(UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      parent.destroyForcibly();

      child.onExit().get(5, TimeUnit.MINUTES);
    }
  }

  @Test
  void interruptFromTheTerminal_child_isLeftToItsParent() throws Exception {
    ChildServer server = ChildServer.start(TestServer.launch(folder, List.of("serve")));

    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
    server.close();

    assertThat(server.exitValue()).isZero();
  }
}
