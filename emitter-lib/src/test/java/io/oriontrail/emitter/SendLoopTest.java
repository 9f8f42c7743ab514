package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.RecordSender.Outcome;
import io.oriontrail.emitter.transport.SendException.Kind;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One test a fault. Each ends with the quiet phase: nothing owed, nothing lost, all goes on. */
final class SendLoopTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualLine line = new VirtualLine();
  private final SplittableRandom random = new SplittableRandom(7);
  private long expectedDrops;

  /** Faults are over: what is buffered arrives, a fresh event passes, the books balance. */
  @AfterEach
  void quietPhase() {
    line.releaseAll();
    line.pass(MINUTE);
    StepEvent fresh = Events.started(999_999);
    line.emit(fresh);
    line.pass(Duration.ofSeconds(1));
    assertThat(line.sender.events()).extracting(StepEvent::step).contains(fresh.step());
    EmitterStats stats = line.stats();
    assertThat(stats.buffered()).isZero();
    assertThat(stats.bufferedBytes()).isZero();
    assertThat(stats.dropped()).isEqualTo(expectedDrops);
    assertThat(stats.offered()).isEqualTo(stats.delivered() + stats.dropped());
    assertThat(new HashSet<>(line.sender.events())).hasSize((int) stats.delivered());
  }

  private void emitRecords(int count) {
    // Noise fills records quickly: each of these events makes about one.
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 8; j++) {
        line.emit(Events.noise(random, 3_000));
      }
    }
  }

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
  void throttledEntry_onlyItIsSentAgain() {
    line.sender.then(line.sender.allBut(1, Outcome.THROTTLED));
    emitRecords(5);
    line.turn();
    int first = line.sender.requests().get(0);
    assertThat(line.sender.stored()).hasSize(first - 1);
    line.pass(Duration.ofSeconds(6));
    assertThat(line.sender.stored()).doesNotHaveDuplicates();
    assertThat(line.stats().retriedRecords()).isEqualTo(1);
  }

  @Test
  void internalFailureOfAllEntriesOnce_allAreSentAgainOnce() {
    line.sender.then(ScriptedSender.all(Outcome.FAILED));
    emitRecords(5);
    line.turn();
    int first = line.sender.requests().get(0);
    line.pass(Duration.ofSeconds(6));
    assertThat(line.stats().retriedRecords()).isEqualTo(first);
    assertThat(line.sender.stored()).doesNotHaveDuplicates();
  }

  @Test
  void answerOfAnotherLength_allAreSentAgain() {
    for (int difference : new int[] {-1, 1}) {
      line.sender.then(
          records -> {
            List<Outcome> outcomes = new ArrayList<>(line.sender.storeAll(records));
            if (difference < 0) {
              outcomes.remove(0);
            } else {
              outcomes.add(Outcome.STORED);
            }
            return outcomes;
          });
    }
    line.emit(Events.started(1));
    line.pass(Duration.ofSeconds(10));
    assertThat(line.stats().protocolMismatches()).isEqualTo(2);
    assertThat(line.sender.stored()).hasSize(3);
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void throttledForAMinute_nothingIsLostAndNobodyStorms() {
    line.sender.afterwards(ScriptedSender.all(Outcome.THROTTLED));
    for (int i = 0; i < 60; i++) {
      line.emit(Events.started(i));
      line.pass(Duration.ofSeconds(1));
    }
    int during = line.sender.requests().size();
    assertThat(during).isBetween(20, 1_500);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofSeconds(6));
    assertThat(line.stats().delivered()).isEqualTo(60);
  }

  @Test
  void unavailableForAMinute_probesAreRareAndSmall() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    for (int i = 0; i < 600; i++) {
      line.emit(Events.started(i), Events.failed(i));
      line.pass(Duration.ofMillis(100));
    }
    assertThat(line.sender.requests()).hasSizeLessThan(70);
    assertThat(line.sender.requests().subList(1, 10)).containsOnly(1);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofSeconds(5));
    assertThat(line.stats().delivered()).isEqualTo(1_200);
    assertThat(line.sender.requests()).hasSizeLessThan(100);
  }

  @Test
  void denied_circuitOpens_andRecoversWhenAllowed() {
    line.sender.afterwards(ScriptedSender.fails(Kind.DENIED));
    line.emit(Events.started(1));
    line.pass(Duration.ofMinutes(5));
    assertThat(line.sender.requests()).hasSizeBetween(20, 120);
    assertThat(line.stats().buffered()).isEqualTo(1);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofSeconds(11));
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void unfitRecordAmongMany_aloneIsDropped() {
    emitRecords(20);
    List<byte[]> bad = new ArrayList<>();
    line.sender.afterwards(
        records -> {
          if (bad.isEmpty()) {
            bad.add(records.get(records.size() / 3));
          }
          if (records.contains(bad.get(0))) {
            return ScriptedSender.fails(Kind.REFUSED).to(records);
          }
          return line.sender.storeAll(records);
        });
    line.pass(Duration.ofSeconds(2));
    expectedDrops = ScriptedSender.read(bad.get(0)).size();
    assertThat(line.stats().dropped(DropReason.REFUSED)).isEqualTo(expectedDrops);
    assertThat(line.stats().buffered()).isZero();
  }

  @Test
  void requestWithoutAnswer_isSentAgain_andItsLateAnswerCountsOnce() {
    line.holdRequests();
    line.emit(Events.started(1));
    line.turn();
    assertThat(line.held()).isEqualTo(1);
    line.pass(Duration.ofSeconds(10));
    assertThat(line.held()).isGreaterThan(1); // given up after 4 s, sent again
    line.releaseOne();
    line.turn();
    assertThat(line.stats().delivered()).isEqualTo(1);
    line.releaseAll();
    line.turn();
    assertThat(line.stats().delivered()).isEqualTo(1);
    assertThat(line.stats().buffered()).isZero();
  }

  @Test
  void slowDownstream_requestsUnderWayStayWithinTheLimit() {
    line.holdRequests();
    for (int i = 0; i < 20; i++) {
      emitRecords(2);
      line.turn();
    }
    assertThat(line.held()).isEqualTo(4);
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
    Outbox outbox = new Outbox(line.queue, line.counters, random, 1);
    RecordPacker packer = new RecordPacker(new EmitterIdentity("other"), new GzipCompressor());
    for (int i = 0; i < 1_100; i++) {
      outbox.add(packer.pack(i, 0));
    }
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, 0)).hasSize(500);
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, 0)).hasSize(500);
    assertThat(outbox.take(SendLoop.MAX_RECORDS, Long.MAX_VALUE, 0)).hasSize(100);
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
  void processAsleepForAnHour_nothingExpires() {
    line.holdRequests();
    line.emit(Events.started(1));
    line.turn();
    line.time.pass(Duration.ofHours(1)); // nobody turned: the machine slept
    line.turn();
    line.releaseAll();
    line.pass(Duration.ofSeconds(6));
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void wallClockJumps_timersGoOn() {
    for (Instant wall :
        List.of(
            Instant.EPOCH,
            Instant.parse("2026-11-22T11:15:30Z"),
            Instant.parse("9000-01-01T00:00:00Z"))) {
      line.time.setWall(wall);
      line.emit(Events.started(1));
      line.pass(Duration.ofMillis(400));
      assertThat(line.stats().buffered()).isZero();
      line.time.setWall(Events.TIME);
      line.pass(Duration.ofSeconds(31));
    }
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
    line.pass(Duration.ofSeconds(6));
    assertThat(line.stats().delivered()).isEqualTo(20_000);
  }

  @Test
  void senderThatThrowsAnything_isSurvived() {
    for (Throwable t :
        List.of(
            new RuntimeException("r"),
            new OutOfMemoryError("o"),
            new StackOverflowError(),
            new LinkageError("l"))) {
      line.sender.then(
          records -> {
            throw Sneaky.thrown(t);
          });
    }
    line.emit(Events.started(1));
    line.pass(MINUTE);
    assertThat(line.stats().delivered()).isEqualTo(1);
    assertThat(line.stats().failedRequests()).isEqualTo(4);
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
