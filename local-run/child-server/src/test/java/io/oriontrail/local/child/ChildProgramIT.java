package io.oriontrail.local.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(900)
class ChildProgramIT {
  private static final String SAID = "a vendor's log line";
  private static final String READY = ParentProcess.READY + "4711";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void serving_closed_endsAndAllThatItToldIsHeard() {
    ChildProgram program = start("serve");
    assertThat(program.isAlive()).isTrue();

    program.close(Duration.ofMinutes(5));

    assertThat(program.isAlive()).isFalse();
    assertThat(heard).containsExactly(SAID, READY);
  }

  @Test
  void hangingAtItsEnd_closed_isKilled() throws Exception {
    ChildProgram program = start("serve-and-hang");
    ProcessHandle process = ProcessHandle.of(program.pid()).orElseThrow();

    program.close(Duration.ofSeconds(1));

    process.onExit().join();
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void serving_killed_isDeadAndAllThatItToldIsHeard() throws Exception {
    ChildProgram program = start("serve");
    assertThat(heard.take()).isEqualTo(SAID);
    assertThat(heard.take()).isEqualTo(READY);

    program.kill();

    assertThat(program.isAlive()).isFalse();
    assertThat(heard).isEmpty();
  }

  private ChildProgram start(String what) {
    return ChildProgram.start(
        TestServer.class,
        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(what),
        ProcessBuilder.Redirect.DISCARD,
        heard::add);
  }
}
