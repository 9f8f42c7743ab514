package io.oriontrail.emitter.testing;

import io.oriontrail.emitter.EmitterBuilder;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An emitter that keeps its events in memory, for unit tests of services that emit. Everything but
 * Kinesis is the real thing: what is kept here has been packed, compressed, and read back.
 *
 * <pre>{@code
 * try (RecordingEmitter recording = RecordingEmitter.create()) {
 *   new SignUp(recording.emitter()).run("acct-42", "exec-7");
 *   recording.execution("acct-42", "exec-7")
 *       .ran("FETCH_PROFILE", "VERIFY_IDENTITY")
 *       .failed("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT")
 *       .neverRan("SEND_WELCOME")
 *       .nothingStillRuns();
 * }
 * }</pre>
 *
 * <p>Reading waits until everything emitted so far has been kept, a few milliseconds. It fails, and
 * says why, where an event was dropped, because it was not legal for example: a test that cannot
 * see all events proves nothing.
 *
 * <p>Safe for use by several threads at once.
 */
public final class RecordingEmitter implements AutoCloseable {
  /** A test on a busy machine may wait that long, and no test waits longer than it has to. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InMemorySender sender = new InMemorySender();
  private final OrionEmitter emitter;

  private RecordingEmitter(EmitterBuilder builder) {
    // One request at a time, and none given up because its thread had to wait for a processor:
    // records then arrive once each, in the order in which they were packed.
    this.emitter =
        builder
            .sender(sender)
            .compressor(null)
            .maxInFlight(1)
            .requestTimeout(PATIENCE)
            .shutdownHook(false)
            .build();
  }

  /** With an emitter of service {@code test-service} on host {@code test-host}. */
  public static RecordingEmitter create() {
    return of(OrionEmitter.builder().service("test-service").host("test-host"));
  }

  /** With an emitter as the builder says, except for where its events go. */
  public static RecordingEmitter of(EmitterBuilder builder) {
    return new RecordingEmitter(builder);
  }

  /** The emitter to hand to what is tested. */
  public OrionEmitter emitter() {
    return emitter;
  }

  /**
   * All events emitted so far, in that order.
   *
   * @throws AssertionError if an event was dropped, or the emitter is switched off
   */
  public List<StepEvent> events() {
    if (!emitter.isEnabled()) {
      throw new AssertionError(
          "the emitter is switched off, so nothing can be recorded: by enabled(false), or by the"
              + " environment variable "
              + EmitterBuilder.ENABLED_VARIABLE);
    }
    boolean kept = emitter.flush(PATIENCE);
    EmitterStats stats = emitter.stats();
    if (!kept || stats.dropped() > 0) {
      throw new AssertionError(
          "not every event was kept, dropped were "
              + stats.droppedByReason()
              + " (INVALID: an id or a step's name that is not legal); kept were"
              + (sender.events().isEmpty() ? " none" : Listing.of(sender.events())));
    }
    return sender.events();
  }

  /** What was emitted for this execution so far, ready to be asserted on. */
  public RecordedExecution execution(String accountId, String executionId) {
    return of(ExecutionKey.of(accountId, executionId), events());
  }

  /**
   * The one execution for which anything was emitted so far: for code that makes up its id.
   *
   * @throws AssertionError if there is none, or more than one; lists them
   */
  public RecordedExecution onlyExecution() {
    List<StepEvent> events = events();
    Set<ExecutionKey> keys = keysOf(events);
    if (keys.size() != 1) {
      throw new AssertionError("expected events of one execution; there are events of " + keys);
    }
    return of(keys.iterator().next(), events);
  }

  /** The executions for which anything was emitted so far, in the order of their first events. */
  public List<RecordedExecution> executions() {
    List<StepEvent> events = events();
    return keysOf(events).stream().map(key -> of(key, events)).toList();
  }

  /**
   * Nothing was emitted so far.
   *
   * @throws AssertionError if anything was; lists it
   */
  public void nothing() {
    List<StepEvent> events = events();
    if (!events.isEmpty()) {
      throw new AssertionError("expected nothing; emitted were" + Listing.of(events));
    }
  }

  /**
   * Nothing in any event had to be cut or left out, such as a 17th attribute.
   *
   * @throws AssertionError if something had
   */
  public void nothingAmended() {
    List<StepEvent> events = events();
    long amended = emitter.stats().amended();
    if (amended > 0) {
      throw new AssertionError(
          amended
              + " parts of events were cut or left out because they were not legal; kept were"
              + Listing.of(events));
    }
  }

  /** Forgets the events so far, to look at what comes next. */
  public void clear() {
    events();
    sender.clear();
  }

  private static RecordedExecution of(ExecutionKey key, List<StepEvent> events) {
    return new RecordedExecution(
        key, events.stream().filter(event -> event.key().equals(key)).toList(), keysOf(events));
  }

  private static Set<ExecutionKey> keysOf(List<StepEvent> events) {
    return events.stream().map(StepEvent::key).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Closes the emitter. */
  @Override
  public void close() {
    emitter.close(PATIENCE);
  }
}
