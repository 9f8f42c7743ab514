package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordCompressor;
import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Emits step events onto Kinesis, without ever standing in the way of the service that emits them.
 * One instance a process is usual; make it once, close it at the end.
 *
 * <p>Safe for use by several threads at once. Only {@link #flush} and {@link #close()} wait, as
 * long as they are told; everything else neither blocks nor throws, whatever the arguments and
 * whatever state Kinesis is in. Memory is bounded; what does not fit is dropped and counted, see
 * {@link #stats}. Nothing runs and nothing is connected before the first event.
 */
public final class OrionEmitter implements AutoCloseable {
  /** How long {@link #close()} and the shutdown hook wait for what is buffered. */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final Duration GRACE = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final String THREAD_NAME = "orion-emitter";

  private final EventQueue queue;
  private final Counters counters;
  private final Waiters waiters = new Waiters();
  private final SendLoop loop;
  private final SendWorker worker;
  private final EventDoor door;
  private final Recorder recorder;
  private final Time time;
  private final RecordSender sender;
  private final ThreadPoolExecutor requestThreads;
  private final ThreadPoolExecutor spoolThread;
  private final EmitterIdentity identity;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong droppedBefore = new AtomicLong();
  private final boolean wantsHook;
  private final boolean spools;
  private volatile @Nullable Thread hook;

  OrionEmitter(
      Settings settings,
      Recorder.Policy policy,
      boolean enabled,
      Time time,
      RecordSender sender,
      RecordCompressor compressor,
      String target) {
    this.time = time;
    this.sender = sender;
    this.wantsHook = settings.shutdownHook();
    this.identity = EmitterIdentity.random();
    this.queue = new EventQueue(settings.bufferCount(), settings.bufferBytes());
    this.counters = new Counters(queue);
    // Some may hang in a request that was given up: twice as many threads as requests.
    this.requestThreads = SendWorker.requestThreads(THREAD_NAME, 2 * settings.maxInFlight());
    DropLog log = new DropLog(LoggerFactory.getLogger(OrionEmitter.class), target);
    long patience = settings.requestTimeout().plusSeconds(1).toNanos();
    Flights flights = new Flights(sender, requestThreads, this::nudge, patience);
    SpoolSettings onDisk = settings.spool();
    this.spools = onDisk != null && enabled;
    this.spoolThread = SendWorker.requestThreads(THREAD_NAME + "-spool", 1);
    Spool spool =
        onDisk == null ? null : new Spool(onDisk, counters.spool, spoolThread, log::diskFailed);
    this.loop =
        new SendLoop(
            new SendLoop.Parts(
                time,
                queue,
                counters,
                identity,
                flights,
                waiters,
                log,
                new SplittableRandom(),
                compressor,
                spool),
            settings);
    this.worker =
        new SendWorker(THREAD_NAME, loop, queue::hasBacklog, counters.faults, log, this::ended);
    this.door = new EventDoor(enabled, queue, counters, worker, log, time, this::addHook);
    this.recorder = new Recorder(door, time, policy, settings.service(), settings.host());
    if (spools) {
      door.ensureStarted(); // what an earlier process left should not wait for the first event
    }
  }

  /** A builder with the defaults. */
  public static EmitterBuilder builder() {
    return new EmitterBuilder();
  }

  /**
   * The handle for what happens in one execution. Making one records nothing and costs little.
   *
   * @param accountId whose data is processed
   * @param executionId which pass of that account through Orion
   */
  public Execution execution(String accountId, String executionId) {
    return Execution.of(recorder, accountId, executionId);
  }

  /**
   * The execution that a caller in another process handed over with {@link Run#inject} or {@link
   * Execution#inject}. Steps of it are recorded as steps within the run that caused the call.
   *
   * @param headers name to value, as they came; names are found whatever their case
   * @return empty if nothing legal was handed over
   */
  public Optional<Execution> extract(Map<String, String> headers) {
    try {
      Baggage handed = Baggage.readFrom(headers);
      return handed == null ? Optional.empty() : Optional.of(Execution.of(recorder, handed));
    } catch (Throwable t) { // a map may throw what it likes, and what it holds is not ours
      return Optional.empty();
    }
  }

  /** Whether anything is emitted, see {@link EmitterBuilder#enabled}. */
  public boolean isEnabled() {
    return door.isEnabled();
  }

  /**
   * Emits a ready-made event. Its ids stay as they are; an event without {@code eventId} gets this
   * emitter's next number. Sampling and redaction hold for it as for any other.
   */
  public void emit(StepEvent event) {
    recorder.emit(event);
  }

  /**
   * Waits until everything offered before this call has gone out. For hosts that freeze between
   * invocations, such as Lambda.
   *
   * @return true only if all of it was delivered: false if the limit was reached first, and false
   *     if an event was dropped since the last call, whatever the reason
   */
  public boolean flush(Duration limit) {
    long before = droppedBefore.get();
    long place = queue.accepted();
    boolean settled = place == 0;
    if (!settled && !SendWorker.isOwnThread()) { // which would wait for itself
      settled = waiters.awaitSettled(place, bounded(limit), this::nudge);
    }
    return reportDrops(before) && settled;
  }

  private static Duration bounded(@Nullable Duration limit) {
    if (limit == null || limit.isNegative()) {
      return Duration.ZERO;
    }
    return limit.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : limit;
  }

  /** Whether nothing was dropped beyond this; from now on, what was dropped until now is known. */
  private boolean reportDrops(long before) {
    long dropped = counters.dropped();
    droppedBefore.accumulateAndGet(dropped, Math::max);
    return dropped == before;
  }

  /** Like {@link #close(Duration)} with {@link #CLOSE_LIMIT}. */
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  /**
   * Takes no more events, delivers what is buffered, and gives up, counted, what cannot be
   * delivered within the limit. Returns at the latest a moment after the limit. May be called
   * again, and by several threads.
   */
  public void close(Duration limit) {
    try {
      Duration bounded = bounded(limit);
      if (closing.compareAndSet(false, true)) {
        waiters.closeAt(time.nanos() + bounded.toNanos());
        queue.close();
      }
      removeHook();
      if (queue.accepted() == 0 && !spools) {
        ended(); // nothing ever ran, and nothing can come any more
      } else {
        door.ensureStarted();
        worker.nudge();
        if (!SendWorker.isOwnThread()) { // which would wait for itself
          waiters.awaitEnd(bounded.plus(GRACE));
        }
      }
    } catch (Throwable t) { // a clean end is no reason to fail the host's own
      counters.faults.incrementAndGet();
    }
  }

  /**
   * To be called when the process has been restored from a snapshot (Lambda SnapStart, CRaC),
   * before it emits: this copy becomes an emitter of its own, with a new id, numbers from 0 and
   * fresh connections, so that copies never give the same number twice. Before the snapshot is
   * taken, {@link #flush}. From a CRaC resource: {@code afterRestore(context) ->
   * emitter.restored()}. Neither waits nor throws.
   */
  public void restored() {
    try {
      recorder.renew();
      loop.restored();
      sender.reconnect();
      nudge();
    } catch (Throwable t) { // a sender that cannot: its requests will fail and be tried again
      counters.faults.incrementAndGet();
    }
  }

  /** What became of all events so far. Consistent in itself; costs some hundred nanoseconds. */
  public EmitterStats stats() {
    return counters.snapshot();
  }

  /** What the ids of this emitter's events begin with. */
  public String emitterId() {
    return identity.id();
  }

  boolean hasHook() {
    return hook != null;
  }

  private void nudge() {
    worker.nudge();
  }

  /** The last of it, on the sending thread; a sender that hangs on closing hangs a daemon. */
  private void ended() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    waiters.ended();
    spoolThread.shutdown();
    try {
      requestThreads.execute(
          () -> {
            sender.close();
            requestThreads.shutdown();
          });
    } catch (Throwable t) {
      requestThreads.shutdown();
    }
  }

  private void addHook() {
    if (wantsHook) {
      Thread thread = new Thread(null, this::close, THREAD_NAME + "-shutdown", 0, false);
      hook = thread;
      Runtime.getRuntime().addShutdownHook(thread);
      if (queue.isClosed()) {
        removeHook(); // closed while it was added
      }
    }
  }

  private void removeHook() {
    Thread thread = hook;
    if (thread != null && !thread.equals(Thread.currentThread())) {
      hook = null;
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        // The JVM is going down already.
      }
    }
  }
}
