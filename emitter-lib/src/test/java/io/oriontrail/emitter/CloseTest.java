package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.SendException.Kind;
import io.oriontrail.event.Heartbeat;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** E11 in virtual time: a close delivers what it can and counts the rest. */
final class CloseTest {
  private final VirtualLine line = new VirtualLine();

  @Test
  void close_healthy_deliversAllAndSaysFarewell() {
    for (int i = 0; i < 1_000; i++) {
      line.emit(Events.started(i));
    }
    line.close(Duration.ofSeconds(2));
    assertThat(line.loop.isFinished()).isTrue();
    assertThat(line.stats().delivered()).isEqualTo(1_000);
    assertThat(line.stats().buffered()).isZero();
    Heartbeat last = line.sender.heartbeats().get(0);
    assertThat(last.counters())
        .containsEntry("closing", 1L)
        .containsEntry("numbered", 1_000L)
        .containsEntry("delivered", 1_000L);
  }

  @Test
  void close_aMomentOfTrouble_isSatOut() {
    line.sender.then(ScriptedSender.fails(Kind.UNAVAILABLE));
    line.emit(Events.started(1));
    line.close(Duration.ofSeconds(2));
    assertThat(line.stats().delivered()).isEqualTo(1);
    assertThat(line.stats().dropped()).isZero();
  }

  @Test
  void close_deadDownstream_givesUpInTimeAndCountsExactly() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    for (int i = 0; i < 500; i++) {
      line.emit(Events.started(i));
      if (i == 200) {
        line.pass(Duration.ofSeconds(1));
      }
    }
    line.close(Duration.ofSeconds(2));
    assertThat(line.loop.isFinished()).isTrue();
    assertThat(line.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(500);
    assertThat(line.stats().buffered()).isZero();
    assertThat(line.stats().bufferedBytes()).isZero();
  }

  @Test
  void close_requestHanging_givesUpInTime() {
    line.holdRequests();
    line.emit(Events.started(1));
    line.turn();
    line.close(Duration.ofSeconds(2));
    assertThat(line.loop.isFinished()).isTrue();
    assertThat(line.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
  }

  @Test
  void close_placeNeverFilled_doesNotHang() {
    line.queue.claimOnly(0);
    line.emit(Events.started(1));
    line.close(Duration.ofSeconds(2));
    assertThat(line.loop.isFinished()).isTrue();
    assertThat(line.stats().dropped(DropReason.FAULT)).isEqualTo(1);
    assertThat(line.stats().buffered()).isZero();
  }
}
