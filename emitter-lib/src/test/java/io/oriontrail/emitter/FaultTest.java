package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.RecordSender.Outcome;
import io.oriontrail.emitter.transport.SendException.Kind;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults of the stream and of the machine, in virtual time; the numbers are the fault list's. */
final class FaultTest extends QuietLine {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  @Test
  void fault01_throttledForAMinute_nothingIsLostAndNobodyStorms() {
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
  void fault02_throttledEntry_onlyItIsSentAgain() {
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
  void fault03_internalFailureOfAllEntriesOnce_allAreSentAgainOnce() {
    line.sender.then(ScriptedSender.all(Outcome.FAILED));
    emitRecords(5);
    line.turn();
    int first = line.sender.requests().get(0);
    line.pass(Duration.ofSeconds(6));
    assertThat(line.stats().retriedRecords()).isEqualTo(first);
    assertThat(line.sender.stored()).doesNotHaveDuplicates();
  }

  @Test
  void fault04_answerOfAnotherLength_allAreSentAgain() {
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
  void fault05_unavailableForAMinute_probesAreRareAndSmall() {
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
  void fault06_unfitRecordAmongMany_aloneIsDropped() {
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
  void fault07_denied_circuitOpens_andRecoversWhenAllowed() {
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
  void fault13and14_requestWithoutAnswer_isSentAgain_andItsLateAnswerCountsOnce() {
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
  void fault15_slowDownstream_requestsUnderWayStayWithinTheLimit() {
    line.holdRequests();
    for (int i = 0; i < 20; i++) {
      emitRecords(2);
      line.turn();
    }
    assertThat(line.held()).isEqualTo(4);
  }

  @Test
  void fault21_processAsleepForAnHour_nothingExpires() {
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
  void fault22_wallClockJumps_timersGoOn() {
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
  void fault26_senderThatThrowsAnything_isSurvived() {
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
  void fault01_afterAnOutage_nobodyStorms_sendRateIsAtMostTwiceTheUsual() {
    long usual = bytesSentIn(HALF_A_MINUTE, 60);
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    bytesSentIn(MINUTE, 60);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofSeconds(6)); // whenever the next probe comes
    for (int minute = 0; minute < 2; minute++) {
      assertThat(bytesSentIn(HALF_A_MINUTE, 60)).isBetween(usual * 12 / 10, usual * 22 / 10);
    }
    line.pass(Duration.ofMinutes(5));
    assertThat(line.stats().buffered()).isZero();
  }

  /** Emits so many incompressible kilobytes a second for that long; what went over the wire. */
  private long bytesSentIn(Duration duration, int kilobytes) {
    long before = line.sender.requestBytes().stream().mapToLong(Integer::longValue).sum();
    for (long i = 0; i < duration.toMillis() / 100; i++) {
      line.emit(Events.noise(random, kilobytes * 50), Events.noise(random, kilobytes * 50));
      line.pass(Duration.ofMillis(100));
    }
    return line.sender.requestBytes().stream().mapToLong(Integer::longValue).sum() - before;
  }

  @Test
  void fault07and08_deniedOrNoStream_oneLineAMinuteSaysSo() {
    line.sender.afterwards(ScriptedSender.fails(Kind.DENIED));
    line.emit(Events.started(1));
    line.pass(Duration.ofMinutes(10));
    assertThat(line.logged).hasSizeBetween(9, 11).allMatch(text -> text.contains("DENIED"));
  }

  @Test
  void fault08_streamGoneForGood_dropsAreCountedAndTold() {
    line.sender.afterwards(ScriptedSender.fails(Kind.DENIED));
    line.emit(Events.started(1), Events.started(2));
    line.pass(Duration.ofMinutes(17));
    expectedDrops = 2;
    assertThat(line.stats().dropped(DropReason.EXPIRED)).isEqualTo(2);
    assertThat(line.logged).anyMatch(text -> text.contains("2 events dropped: EXPIRED"));
  }

  @Test
  void fault15_slowEndpoint_throughputIsRequestsOverTime() {
    line.holdRequests();
    int answered = 0;
    for (int second = 0; second < 20; second++) {
      emitRecords(8);
      line.pass(Duration.ofSeconds(1));
      assertThat(line.held()).isLessThanOrEqualTo(4);
      if (second % 2 == 1) { // each takes two seconds
        for (int i = line.held(); i > 0; i--) {
          line.releaseOne();
          answered++;
        }
      }
    }
    assertThat(answered).isEqualTo(4 * 20 / 2);
    assertThat(line.stats().requests()).isBetween(40L, 44L);
  }

  @Test
  void fault19_bufferFullForTenMinutes_failuresKeepTheirRoom_andTheSumHolds() {
    VirtualLine full = new VirtualLine(VirtualLine.settings(1 << 20, 2_000, false));
    full.sender.afterwards(ScriptedSender.fails(Kind.TIMED_OUT));
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 60; i++) {
        full.emit(i == 0 ? Events.failed(second) : Events.started(i));
      }
      full.pass(Duration.ofSeconds(1));
      EmitterStats stats = full.stats();
      assertThat(stats.offered()).isEqualTo(stats.dropped() + stats.buffered());
      assertThat(full.queue.usedBytes()).isLessThanOrEqualTo(1 << 20);
    }
    EmitterStats stats = full.stats();
    assertThat(stats.dropped())
        .isEqualTo(stats.dropped(DropReason.BUFFER_FULL) + stats.dropped(DropReason.EXPIRED));
    full.sender.afterwards(full.sender::storeAll);
    full.pass(Duration.ofMinutes(5));
    assertThat(full.stats().buffered()).isZero();
    // Room for failures was left over while everything else was refused.
    assertThat(full.sender.events())
        .filteredOn(event -> event.status() == Status.FAILED)
        .hasSizeGreaterThan(300);
  }

  @Test
  void fault21_asleepInAnOutage_nothingExpires_andWakingIsNoStorm() {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    for (int i = 0; i < 100; i++) {
      line.emit(Events.started(i));
      line.pass(Duration.ofMillis(100));
    }
    int before = line.sender.requests().size();
    line.time.pass(Duration.ofHours(8)); // a laptop that was closed
    line.turn();
    line.pass(Duration.ofSeconds(1));
    assertThat(line.stats().dropped()).isZero();
    assertThat(line.stats().buffered()).isEqualTo(100);
    assertThat(line.sender.requests().size() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void fault21_pauseOfTwoSeconds_isNoTimeOut() {
    line.holdRequests();
    line.emit(Events.started(1));
    line.turn();
    for (int i = 0; i < 10; i++) {
      line.time.pass(Duration.ofSeconds(2)); // the collector, again and again
      line.turn();
    }
    assertThat(line.held()).isEqualTo(1); // not given up, not sent twice
    line.releaseAll();
    line.turn();
    assertThat(line.stats().delivered()).isEqualTo(1);
  }

  @Test
  void fault32_restoredInMidTurn_whatIsEmittedAfterwardsIsNumberedAnew() {
    line.emit(Events.started(1));
    line.loop.turn(); // sends it; the answer is taken in by the next, which then asks the time
    String before = line.identity.id();
    line.time.whenWallIsAsked(
        () -> {
          line.loop.restored();
          line.emit(Events.started(2));
        });
    line.pass(Duration.ofSeconds(1));
    assertThat(line.identity.id()).isNotEqualTo(before);
    assertThat(line.sender.events())
        .extracting(StepEvent::eventId)
        .containsExactly(before + "-0", line.identity.id() + "-0");
  }

  @Test
  void fault32_restoredCopy_hasAnotherIdentity_andCountsFromZero() {
    line.emit(Events.started(1), Events.started(2));
    line.pass(Duration.ofSeconds(31));
    String before = line.identity.id();
    line.emit(Events.started(3));
    line.loop.restored();
    line.emit(Events.started(4));
    line.pass(Duration.ofSeconds(31));
    String after = line.identity.id();
    assertThat(after).isNotEqualTo(before);
    assertThat(line.sender.events())
        .extracting(StepEvent::eventId)
        .containsExactly(before + "-0", before + "-1", after + "-0", after + "-1");
    assertThat(line.sender.heartbeats().get(1).emitterId()).isEqualTo(after);
    assertThat(line.sender.heartbeats().get(1).seq()).isZero();
    assertThat(line.sender.heartbeats().get(1).counters())
        .containsEntry("numbered", 2L)
        .containsEntry("delivered", 2L);
  }
}
