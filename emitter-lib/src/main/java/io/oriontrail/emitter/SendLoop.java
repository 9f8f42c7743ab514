package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordCompressor;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The work of the sending thread, one {@link #turn} after the other: take in answers, pack waiting
 * events into records, start requests. A turn never waits for anything. Whoever calls it is the
 * sending thread; nothing here is shared but the queue, the mailbox and the counters.
 */
final class SendLoop {
  static final int MAX_RECORDS = 500;

  /** Kinesis takes 5 MiB a request, partition keys included. */
  static final long MAX_REQUEST_BYTES = 4_718_592;

  /** Events packed in one turn, so that answers are not kept waiting under load. */
  private static final int EVENTS_A_TURN = 16_384;

  /** Taken beyond this share, room counts as short. */
  private static final double SHORT = 0.75;

  private final Time time;
  private final EventQueue queue;
  private final Counters counters;
  private final RecordPacker packer;
  private final Outbox outbox;
  private final Flights flights;
  private final Pace pace;
  private final Answers answers;
  private final Heart heart;
  private final DropLog log;
  private final Waiters waiters;
  private final EmitterIdentity identity;
  private final RetryBudget budget;
  private final AwakeTime awake = new AwakeTime();
  private final Settings settings;
  private final @Nullable Spool spool;
  private final long linger;
  private final long maxRequestBytes;
  private final StuckPlace stuck;
  private long lastPackedAt;
  private boolean more;
  private volatile boolean finished;

  /** The process was restored from a snapshot; said by another thread. */
  private volatile boolean restored;

  SendLoop(Parts parts, Settings settings) {
    this.time = parts.time();
    this.queue = parts.queue();
    this.counters = parts.counters();
    this.settings = settings;
    this.identity = parts.identity();
    this.packer = new RecordPacker(identity, parts.compressor());
    this.flights = parts.flights();
    this.pace = new Pace(settings.maxInFlight(), parts.random(), time.nanos());
    this.budget = new RetryBudget(time.nanos());
    long window = settings.retryWindow().toNanos();
    this.spool = parts.spool();
    this.outbox = new Outbox(queue, counters, parts.random(), window, budget, pace, spool);
    this.heart = new Heart(parts.identity(), counters, time, settings.heartbeatInterval());
    this.log = parts.log();
    this.waiters = parts.waiters();
    this.linger = packEvery(settings);
    this.answers = new Answers(flights, outbox, pace, counters, log, window, this::isRoomShort);
    this.maxRequestBytes = settings.maxRequestBytes();
    this.stuck = new StuckPlace(queue);
    this.lastPackedAt = time.nanos() - linger;
  }

  /** With a spool, what was accepted has to be on disk within the interval: packed and synced. */
  private static long packEvery(Settings settings) {
    long linger = settings.linger().toNanos();
    SpoolSettings spool = settings.spool();
    return spool == null ? linger : Math.min(linger, spool.fsync().toNanos() / 2);
  }

  /** What the loop shares with others or gets from outside. */
  record Parts(
      Time time,
      EventQueue queue,
      Counters counters,
      EmitterIdentity identity,
      Flights flights,
      Waiters waiters,
      DropLog log,
      RandomGenerator random,
      RecordCompressor compressor,
      @Nullable Spool spool) {

    /** With gzip. */
    Parts(
        Time time,
        EventQueue queue,
        Counters counters,
        EmitterIdentity identity,
        Flights flights,
        Waiters waiters,
        DropLog log,
        RandomGenerator random) {
      this(
          time,
          queue,
          counters,
          identity,
          flights,
          waiters,
          log,
          random,
          new GzipCompressor(),
          null);
    }
  }

  /** Does what there is to do; returns the nanoseconds until there may be more. */
  long turn() {
    long now = awake.at(time.nanos());
    more = false;
    renewIfRestored(queue.head(), now);
    long before = counters.delivered();
    answers.receive(now);
    if (counters.delivered() > before) {
      counters.lastDelivery = time.wall().instant();
    }
    pack(now);
    if (spool != null) {
      keep(spool, now);
    }
    dispatch(now);
    counters.oldestAge = now - outbox.oldestPackedAt(packer.isEmpty() ? now : lastPackedAt);
    log.report(counters, now);
    waiters.settledTo(outbox.firstPlace(packer.firstPlace(queue.head())));
    if (queue.isClosed()) {
      finish(now);
    }
    long pause = finished || more ? 0 : pause(now);
    awake.sleeps(pause);
    return pause;
  }

  /** What the disk is good for. */
  private void keep(Spool spool, long now) {
    spool.open(now).forEach(outbox::add);
    if (!spool.tick(now)) {
      outbox.forgetSpots();
      spool.open(now);
    }
    outbox.spoolMissed(spool);
    outbox.spill(this::isHalfFull);
  }

  private boolean isHalfFull() {
    return queue.isCrowded() || heldEvents() > settings.bufferCount() / 2;
  }

  /** Events that take room in memory. */
  private long heldEvents() {
    return counters.buffered() - counters.spool.waitingOnDisk.get();
  }

  /** The process is a copy now, one of many perhaps. May be called by any thread. */
  void restored() {
    restored = true;
  }

  /** What was numbered goes out as it is; from here on, numbers are those of a new emitter. */
  private void renewIfRestored(long place, long now) {
    if (!restored) {
      return;
    }
    restored = false;
    try {
      if (!packer.isEmpty()) {
        finishRecord(place, now);
      }
    } finally {
      identity.renew();
      heart.renew();
    }
  }

  /** Whether an outage has taken so much room that the old must go. */
  private boolean isRoomShort() {
    return queue.usedBytes() > settings.bufferBytes() * SHORT
        || heldEvents() > settings.bufferCount() * SHORT;
  }

  /** Whether somebody waits for what is buffered to go out. */
  private boolean isHurried() {
    return waiters.areWaiting() || queue.isClosed();
  }

  boolean isFinished() {
    return finished;
  }

  /**
   * Puts the books in order after something broke in the middle of a turn: the events of the record
   * that was being filled are counted as lost, and records that were about to be sent wait again.
   */
  void recover() {
    counters.faults.incrementAndGet();
    giveUpOpenRecord(DropReason.FAULT);
    outbox.putBackAllBut(flights.records());
  }

  private void pack(long now) {
    int taken = 0;
    StepEvent event = queue.poll();
    while (event != null) {
      add(event, now);
      if (packer.isFull()) {
        finishRecord(now);
      }
      event = ++taken < EVENTS_A_TURN ? queue.poll() : null;
    }
    more = taken == EVENTS_A_TURN;
    queue.setBehind(more);
    if (taken == 0 && stuck.giveUp(now)) {
      counters.giveUp(DropReason.FAULT, 1);
      queue.release(1, 0); // its weight is not known, and stays booked
    }
    if (!outbox.holdsHeartbeat()) {
      heart.beat(now, packer);
    }
    while (settings.dropOldest() && isRoomShort() && outbox.dropOldest(DropReason.BUFFER_FULL)) {
      more = true;
    }
    boolean wanted = now - lastPackedAt >= linger || isHurried();
    // While nothing can be sent anyway, records are filled up: that saves requests later.
    boolean useful = spool != null || pace.mayStart(flights.count(), now);
    if (wanted && !more && !packer.isEmpty() && useful) {
      finishRecord(now);
    }
  }

  private void add(StepEvent event, long now) {
    int weight = EventWeight.of(event);
    long place = queue.head() - 1;
    try {
      renewIfRestored(place, now); // said before this event was emitted, perhaps in mid-turn
      packer.add(event, place, weight);
    } catch (Throwable t) {
      counters.giveUp(DropReason.FAULT, 1);
      queue.release(1, weight);
      throw t;
    }
  }

  private void finishRecord(long now) {
    finishRecord(queue.head(), now);
  }

  /** {@code place} is the next place in the queue, after all that is packed. */
  private void finishRecord(long place, long now) {
    long weight = packer.weight();
    PackedRecord packed;
    try {
      packed = packer.pack(place, now);
      outbox.add(packed);
    } catch (Throwable t) {
      giveUpOpenRecord(DropReason.FAULT);
      throw t;
    }
    queue.release(0, weight - packed.room());
    budget.packed(packed.length, now);
    lastPackedAt = now;
  }

  private void giveUpOpenRecord(DropReason reason) {
    counters.giveUp(reason, packer.events());
    queue.release(packer.events(), packer.weight());
    packer.clear();
  }

  private void dispatch(long now) {
    while (pace.mayStart(flights.count(), now)) {
      List<PackedRecord> records =
          outbox.take(pace.recordLimit(MAX_RECORDS), maxRequestBytes, isHurried(), now);
      if (records.isEmpty()) {
        return;
      }
      if (!flights.start(records, now)) {
        records.forEach(outbox::putBack);
        counters.faults.incrementAndGet();
        pace.failed(now, now, false);
        return;
      }
      counters.requests.incrementAndGet();
    }
  }

  private void finish(long now) {
    boolean drained = queue.accepted() == queue.head() && packer.isEmpty();
    if (drained && outbox.isEmpty()) {
      if (heart.farewell(packer)) {
        finishRecord(now);
        more = true;
        return;
      }
      end();
    } else if (waiters.isTimeToCloseOver(time.nanos())) {
      abandon(now);
      end();
    }
  }

  /** Counts everything that is still here. */
  private void abandon(long now) {
    if (spool != null && spool.isUsable()) {
      writeDown(now);
    }
    giveUpOpenRecord(DropReason.SHUTDOWN);
    while (queue.accepted() != queue.head()) {
      StepEvent event = queue.poll();
      if (event != null) {
        counters.giveUp(DropReason.SHUTDOWN, 1);
        queue.release(1, EventWeight.of(event));
      } else if (queue.skipStuck()) {
        counters.giveUp(DropReason.FAULT, 1);
        queue.release(1, 0);
      }
    }
    outbox.leave();
  }

  /** The last that the disk gets. */
  private void writeDown(long now) {
    for (StepEvent event = queue.poll(); event != null; event = queue.poll()) {
      add(event, now);
      if (packer.isFull()) {
        finishRecord(now);
      }
    }
    if (!packer.isEmpty()) {
      finishRecord(now);
    }
  }

  private void end() {
    finished = true;
    packer.close();
    outbox.leave(); // what an earlier process left, if it is not delivered yet
    if (spool != null) {
      spool.close();
    }
    log.reportAll(counters);
    waiters.ended();
    waiters.settledTo(queue.head()); // in this order: whoever begins to wait now sees the end
  }

  private long pause(long now) {
    long pause = outbox.holdsHeartbeat() ? linger : Math.min(linger, heart.pause(now));
    if (queue.isClosed()) {
      pause = Math.min(pause, waiters.timeToClose(time.nanos()));
    }
    if (pace.mayStart(flights.count(), now)) {
      pause = outbox.pause(now, pause, isHurried());
    } else if (pace.pause(now) > 0) {
      pause = Math.min(pause, pace.pause(now));
    } // else only an answer can change anything, and that wakes this thread
    return Math.max(pause, 1);
  }
}
