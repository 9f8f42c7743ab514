package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordCompressor;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.random.RandomGenerator;

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
  private final long linger;
  private final long maxRequestBytes;
  private final StuckPlace stuck;
  private long lastPackedAt;
  private boolean more;
  private volatile boolean finished;

  SendLoop(Parts parts, Settings settings) {
    this.time = parts.time();
    this.queue = parts.queue();
    this.counters = parts.counters();
    this.packer = new RecordPacker(parts.identity(), parts.compressor());
    this.outbox = new Outbox(queue, counters, parts.random(), settings.retryWindow().toNanos());
    this.flights = parts.flights();
    this.pace = new Pace(settings.maxInFlight(), parts.random(), time.nanos());
    this.heart = new Heart(parts.identity(), counters, time, settings.heartbeatInterval());
    this.log = parts.log();
    this.waiters = parts.waiters();
    this.linger = settings.linger().toNanos();
    this.answers =
        new Answers(flights, outbox, pace, counters, log, settings.retryWindow().toNanos());
    this.maxRequestBytes = settings.maxRequestBytes();
    this.stuck = new StuckPlace(queue);
    this.lastPackedAt = time.nanos() - linger;
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
      RecordCompressor compressor) {

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
      this(time, queue, counters, identity, flights, waiters, log, random, new GzipCompressor());
    }
  }

  /** Does what there is to do; returns the nanoseconds until there may be more. */
  long turn() {
    long now = time.nanos();
    more = false;
    answers.receive(now);
    pack(now);
    dispatch(now);
    log.report(counters, now);
    waiters.settledTo(outbox.firstPlace(packer.firstPlace(queue.head())));
    if (queue.isClosed()) {
      finish(now);
    }
    return finished || more ? 0 : pause(now);
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
      add(event);
      if (packer.isFull()) {
        finishRecord(now);
      }
      event = ++taken < EVENTS_A_TURN ? queue.poll() : null;
    }
    more = taken == EVENTS_A_TURN;
    if (taken == 0 && stuck.giveUp(now)) {
      counters.giveUp(DropReason.FAULT, 1);
      queue.release(1, 0); // its weight is not known, and stays booked
    }
    if (!outbox.holdsHeartbeat()) {
      heart.beat(now, packer);
    }
    boolean wanted = now - lastPackedAt >= linger || waiters.areWaiting() || queue.isClosed();
    // While nothing can be sent anyway, records are filled up: that saves requests later.
    if (wanted && !more && !packer.isEmpty() && pace.mayStart(flights.count(), now)) {
      finishRecord(now);
    }
  }

  private void add(StepEvent event) {
    int weight = EventWeight.of(event);
    try {
      packer.add(event, queue.head() - 1, weight);
    } catch (Throwable t) {
      counters.giveUp(DropReason.FAULT, 1);
      queue.release(1, weight);
      throw t;
    }
  }

  private void finishRecord(long now) {
    long weight = packer.weight();
    PackedRecord packed;
    try {
      packed = packer.pack(queue.head(), now);
      outbox.add(packed);
    } catch (Throwable t) {
      giveUpOpenRecord(DropReason.FAULT);
      throw t;
    }
    queue.release(0, weight - packed.room());
    lastPackedAt = now;
  }

  private void giveUpOpenRecord(DropReason reason) {
    counters.giveUp(reason, packer.events());
    queue.release(packer.events(), packer.weight());
    packer.clear();
  }

  private void dispatch(long now) {
    while (pace.mayStart(flights.count(), now)) {
      List<PackedRecord> records = outbox.take(pace.recordLimit(MAX_RECORDS), maxRequestBytes, now);
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
    } else if (waiters.isTimeToCloseOver(now)) {
      abandon();
      end();
    }
  }

  /** Counts everything that is still here. */
  private void abandon() {
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
    outbox.dropAll(DropReason.SHUTDOWN);
  }

  private void end() {
    finished = true;
    packer.close();
    log.reportAll(counters);
    waiters.ended();
    waiters.settledTo(queue.head()); // in this order: whoever begins to wait now sees the end
  }

  private long pause(long now) {
    long pause = outbox.holdsHeartbeat() ? linger : Math.min(linger, heart.pause(now));
    if (queue.isClosed()) {
      pause = Math.min(pause, waiters.timeToClose(now));
    }
    if (pace.mayStart(flights.count(), now)) {
      pause = outbox.pause(now, pause);
    } else if (pace.pause(now) > 0) {
      pause = Math.min(pause, pace.pause(now));
    } // else only an answer can change anything, and that wakes this thread
    return Math.max(pause, 1);
  }
}
