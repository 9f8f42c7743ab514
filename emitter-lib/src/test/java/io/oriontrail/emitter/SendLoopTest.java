package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.RecordSender.Outcome;
import io.oriontrail.emitter.transport.SendException.Kind;
import io.oriontrail.event.Heartbeat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sending thread at work, in virtual time. */
final class SendLoopTest extends QuietLine {
  @Test
  void event_alone_goesOutWithinLinger() {
    line.emit(Events.started(1));
    line.pass(Duration.ofMillis(200));
    assertThat(line.sender.events()).hasSize(1);
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void events_ofOneLinger_shareARecord() {
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 20; j++) {
        line.emit(Events.started(i));
      }
      line.pass(Duration.ofMillis(20));
    }
    line.pass(Duration.ofMillis(200));
    assertThat(line.sender.stored()).hasSizeLessThanOrEqualTo(3);
    assertThat(line.sender.events()).hasSize(200);
  }

  @Test
  void request_backlogOfLargeRecords_holdsItsShareOfTheBuffer() {
    line.sender.then(ScriptedSender.fails(Kind.UNAVAILABLE));
    emitRecords(60);
    line.pass(Duration.ofSeconds(10));
    int share = (int) VirtualLine.settings().maxRequestBytes();
    assertThat(line.sender.requestBytes())
        .allMatch(bytes -> bytes <= share)
        .anyMatch(bytes -> bytes > share / 2);
  }

  @Test
  void request_backlogOfSmallRecords_holds500() {
    Outbox outbox =
        new Outbox(
            line.queue, line.counters, random, 1, new RetryBudget(0), new Pace(4, random, 0), null);
    RecordPacker packer = new RecordPacker(new EmitterIdentity("other"), new GzipCompressor());
    for (int i = 0; i < 1_100; i++) {
      outbox.add(packer.pack(i, 0));
    }
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, false, 0)).hasSize(500);
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, false, 0)).hasSize(500);
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, false, 0)).hasSize(100);
  }

  @Test
  void deliveryFailingForLongerThanTheWindow_isDroppedAsExpired() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    line.emit(Events.started(1), Events.started(2));
    line.pass(Duration.ofMinutes(14));
    assertThat(line.stats().dropped()).isZero();
    line.pass(Duration.ofMinutes(2));
    expectedDrops = 2;
    assertThat(line.stats().dropped(DropReason.EXPIRED)).isEqualTo(2);
    line.emit(Events.started(3));
    line.pass(Duration.ofMinutes(1));
    assertThat(line.stats().buffered()).isEqualTo(1);
    line.sender.afterwards(line.sender::storeAll);
  }

  @Test
  void heartbeat_every30Seconds_carriesTheCounters() {
    line.emit(Events.started(1), Events.failed(2));
    line.pass(Duration.ofSeconds(95));
    List<Heartbeat> beats = line.sender.heartbeats();
    assertThat(beats).extracting(Heartbeat::seq).containsExactly(0L, 1L, 2L);
    assertThat(beats.get(2).emitterId()).isEqualTo("k7f3q");
    assertThat(beats.get(2).counters())
        .containsEntry("numbered", 2L)
        .containsEntry("offered", 2L)
        .containsEntry("delivered", 2L)
        .containsEntry("buffered", 0L);
  }

  @Test
  void heartbeat_duringAnOutage_doesNotPileUp() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    line.emit(Events.started(1));
    line.pass(Duration.ofMinutes(10));
    assertThat(line.stats().heartbeats()).isLessThanOrEqualTo(2);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(MINUTE);
    assertThat(line.sender.heartbeats()).isNotEmpty();
  }

  @Test
  void outage_eventsAreKeptCompressed() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 100; j++) {
        line.emit(Events.started(j));
      }
      line.pass(Duration.ofMillis(10));
    }
    assertThat(line.stats().dropped()).isZero();
    assertThat(line.stats().buffered()).isEqualTo(20_000);
    // As objects they would take 12 MB and more.
    assertThat(line.stats().bufferedBytes()).isLessThan(1 << 20);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofSeconds(12)); // what piled up goes out at the usual pace, not at once
    assertThat(line.stats().delivered()).isEqualTo(20_000);
  }

  @Test
  void moreThanATurnTakes_isBehind_untilCaughtUp() {
    VirtualLine roomy = new VirtualLine(VirtualLine.settings(32 << 20, 1 << 16, false));
    for (int i = 0; i < 20_000; i++) {
      roomy.emit(Events.started(i));
    }
    assertThat(roomy.queue.isBehind()).isFalse();
    roomy.loop.turn();
    assertThat(roomy.queue.isBehind()).isTrue();
    roomy.loop.turn();
    assertThat(roomy.queue.isBehind()).isFalse();
  }

  @Test
  void placeNeverFilled_isGivenUpAndCounted() {
    line.queue.claimOnly(0);
    line.emit(Events.started(1));
    line.pass(Duration.ofSeconds(4));
    assertThat(line.stats().buffered()).isEqualTo(2);
    line.pass(Duration.ofSeconds(6));
    expectedDrops = 1;
    assertThat(line.stats().dropped(DropReason.FAULT)).isEqualTo(1);
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void numbers_ofEverythingDelivered_haveNoGaps() {
    line.sender.then(ScriptedSender.fails(Kind.TIMED_OUT)).then(ScriptedSender.all(Outcome.FAILED));
    for (int i = 0; i < 500; i++) {
      line.emit(Events.started(i));
    }
    line.pass(MINUTE);
    assertThat(line.sender.events())
        .extracting(event -> Integer.parseInt(String.valueOf(event.eventId()).substring(6), 36))
        .doesNotHaveDuplicates()
        .hasSize(500)
        .allMatch(number -> number < 500);
  }
}
