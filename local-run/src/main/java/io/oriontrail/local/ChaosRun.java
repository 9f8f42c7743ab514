package io.oriontrail.local;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.chaos.ChaosFaults;
import io.oriontrail.local.chaos.ChaosLedger;
import io.oriontrail.local.chaos.ChaosSchedule;
import io.oriontrail.local.chaos.ChaosTraffic;
import io.oriontrail.local.chaos.ChaosVerdict;
import io.oriontrail.local.chaos.DynamoDbDoor;
import io.oriontrail.local.chaos.EmitterChild;
import io.oriontrail.local.kinesis.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A line under a schedule of faults: emitters in this process and one that is killed, poison, and
 * somebody who asks all the time. After each episode a fresh event of every producer must be seen
 * by a query within a limit. Used once, by one thread.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(700);
  private static final Duration CLOSE_LIMIT = Duration.ofMinutes(3);
  private static final int PRODUCERS = 2;
  private static final double EVENTS_PER_SECOND = 60;
  private static final int CHILD_EVENTS_PER_SECOND = 40;
  private static final int MOST_SHARDS = 4;

  private final ChaosSchedule schedule;
  private final ChaosLine line;
  private final JumpingClock clock;
  private final ChaosLedger ledger = new ChaosLedger();
  private final ChaosVerdict verdict = new ChaosVerdict();
  private final List<Producer> producers = new ArrayList<>();
  private final List<EmitterChild> children = new ArrayList<>();
  private final ChaosQuestions questions;
  private final PoisonSource poison;
  private final Path spool;
  private final Consumer<String> say;
  private final Duration recoveryLimit;
  private final AtomicLong struckAtKinesis = new AtomicLong();
  private final List<Thread> poisoning = new ArrayList<>();
  private Duration longestRecovery = Duration.ZERO;

  /**
   * Starts nothing yet.
   *
   * @param recoveryLimit what a recovery may take, up to three minutes
   */
  ChaosRun(
      ChaosSchedule schedule,
      ChaosLine line,
      JumpingClock clock,
      Consumer<String> say,
      Duration recoveryLimit) {
    this.schedule = schedule;
    this.line = line;
    this.clock = clock;
    this.say = say;
    this.recoveryLimit = recoveryLimit;
    try {
      this.spool = Files.createTempDirectory("orion-chaos-spool");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder to spool in", e);
    }
    for (int i = 1; i <= PRODUCERS; i++) {
      producers.add(new Producer("producer-" + i));
    }
    this.questions = new ChaosQuestions(line.api(), ledger, verdict);
    this.poison = new PoisonSource(line.clients().kinesis(), ledger, clock);
  }

  /** Blocks for as long as the schedule takes, and until all is compared. */
  ChaosVerdict run() throws InterruptedException {
    children.add(newChild());
    producers.forEach(Producer::start);
    awaitLive("before the first fault");
    questions.start();
    for (ChaosSchedule.Episode episode : schedule.episodes()) {
      say.accept(episode.toString());
      long kinesisBefore = struckAtKinesis.get();
      long dynamoDbBefore = line.door().struck();
      int kills = strike(episode);
      heal();
      Duration recovery = awaitLive("after episode " + episode.number());
      awaitPoison();
      say.accept(
          "   struck: %d requests to Kinesis, %d to DynamoDB, %d kills; live again after %.1f s"
              .formatted(
                  struckAtKinesis.get() - kinesisBefore,
                  line.door().struck() - dynamoDbBefore,
                  kills,
                  recovery.toMillis() / 1e3));
    }
    finish();
    return verdict;
  }

  private int strike(ChaosSchedule.Episode episode) throws InterruptedException {
    long ends = System.nanoTime() + episode.length().toNanos();
    line.kinesis().inject(ChaosFaults.onKinesis(episode.faults(), struckAtKinesis));
    line.door().decide(ChaosFaults.onDynamoDb(episode.faults()));
    int kills = 0;
    boolean killsIngest = false;
    for (ChaosSchedule.Injection fault : episode.faults()) {
      Random random = new Random(fault.seed());
      switch (fault.kind()) {
        case STREAM_RESHARDED ->
            line.kinesis().reshard(LineSettings.STREAM, 1 + random.nextInt(MOST_SHARDS));
        case EMITTER_KILLED -> {
          children.getLast().kill();
          children.add(newChild());
          kills++;
        }
        case CLOCK_JUMPED -> clock.jump(Duration.ofMinutes(random.nextInt(-120, 121)));
        case POISON -> poisoning.add(poison.start(fault.percent() / 10, random));
        case INGEST_KILLED -> killsIngest = true;
        default -> {
          // what strikes requests is in place already
        }
      }
    }
    for (long left = ends - System.nanoTime(); left > 0; left = ends - System.nanoTime()) {
      if (killsIngest) {
        line.killIngest();
        kills++;
      }
      LockSupport.parkNanos(Math.min(left, BETWEEN_KILLS.toNanos()));
    }
    return kills;
  }

  private void heal() {
    line.kinesis().inject(FaultPlan.healthy());
    line.door().decide(() -> DynamoDbDoor.Fate.HEALTHY);
    clock.jump(Duration.ZERO);
  }

  /** What could not be put while Kinesis was out of reach. */
  private void awaitPoison() throws InterruptedException {
    for (Thread each : poisoning) {
      if (!each.join(GIVE_UP_AFTER)) {
        verdict.violation("the stream does not take what a stranger puts");
      }
    }
    poisoning.clear();
  }

  private EmitterChild newChild() {
    return EmitterChild.start(
        "child-" + (children.size() + 1),
        line.kinesis().endpoint(),
        LineSettings.STREAM,
        CHILD_EVENTS_PER_SECOND,
        spool);
  }

  /** Until each producer's newest event is found by a query. */
  private Duration awaitLive(String when) throws InterruptedException {
    long from = System.nanoTime();
    List<StepEvent> fresh = new ArrayList<>();
    producers.forEach(producer -> fresh.add(producer.emitOne()));
    Instant since = Instant.now();
    boolean childSeen = false;
    while (!fresh.isEmpty() || !childSeen) {
      fresh.removeIf(questions::isSeen);
      childSeen = childSeen || isSeen(children.getLast(), since);
      Duration taken = Duration.ofNanos(System.nanoTime() - from);
      if (taken.compareTo(GIVE_UP_AFTER) > 0) {
        verdict.violation("%s the line did not come back: %s".formatted(when, fresh));
        break;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - from);
    if (!when.startsWith("before")) {
      longestRecovery = taken.compareTo(longestRecovery) > 0 ? taken : longestRecovery;
      if (taken.compareTo(recoveryLimit) > 0) {
        verdict.violation(
            "%s it took %.1f s until fresh events were seen"
                .formatted(when, taken.toMillis() / 1e3));
      }
    }
    return taken;
  }

  /** Whether an event that it emitted since then is there; it starts slowly where it was killed. */
  private boolean isSeen(EmitterChild child, Instant since) {
    return child.told().stream()
        .filter(event -> !event.timestamp().isBefore(since))
        .findFirst()
        .map(questions::isSeen)
        .orElse(false);
  }

  private void finish() throws InterruptedException {
    questions.close();
    producers.forEach(Producer::close);
    children.getLast().close();
    if (!line.mapping().awaitCaughtUp(CLOSE_LIMIT)) {
      verdict.violation("the mapping did not catch up within " + CLOSE_LIMIT);
    }
    for (Producer producer : producers) {
      EmitterStats stats = producer.emitter.stats();
      if (stats.dropped() > 0 || stats.buffered() > 0) {
        verdict.violation("%s has not delivered all: %s".formatted(producer.name, stats));
      }
    }
    if (!children.getLast().hasClosedClean()) {
      verdict.violation("the last emitting process has not delivered all");
    }
    verdict.fact(
        "longest recovery %.1f s of %.0f allowed"
            .formatted(longestRecovery.toMillis() / 1e3, (double) recoveryLimit.toSeconds()));
    verdict.fact(
        "questions asked meanwhile: %,d, of them %,d answered with a problem of a store that fails"
            .formatted(questions.asked(), questions.troubled()));
    new ChaosOracle(line, ledger, children, verdict).judge();
  }

  /** Emits at its pace in this process. */
  private final class Producer {
    private final String name;
    private final OrionEmitter emitter;
    private long number;
    private volatile boolean closing;
    private final Thread thread;

    Producer(String name) {
      this.name = name;
      this.emitter =
          OrionEmitter.builder()
              .endpoint(line.kinesis().endpoint())
              .region("us-east-1")
              .streamName(LineSettings.STREAM)
              .service(name)
              .build();
      this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::emitAll);
    }

    void start() {
      thread.start();
    }

    private void emitAll() {
      Pace pace = Pace.perSecond(EVENTS_PER_SECOND);
      while (!closing) {
        pace.awaitTurn();
        emitOne();
      }
    }

    synchronized StepEvent emitOne() {
      StepEvent event = ChaosTraffic.event(name, number++, clock.instant());
      ledger.offer(event);
      emitter.emit(event);
      return event;
    }

    void close() {
      closing = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      emitter.close(CLOSE_LIMIT);
    }
  }

  @Override
  public void close() {
    questions.close();
    producers.forEach(producer -> producer.closing = true);
    producers.forEach(producer -> producer.emitter.close(Duration.ZERO));
    children.forEach(EmitterChild::close);
  }
}
