package io.oriontrail.emitter.testing;

import io.oriontrail.emitter.EmitterBuilder;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.List;

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
 *       .neverRan("SEND_WELCOME");
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads at once. Reading waits until everything emitted so far has
 * been kept, a few milliseconds.
 */
public final class RecordingEmitter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InMemorySender sender = new InMemorySender();
  private final OrionEmitter emitter;

  private RecordingEmitter(EmitterBuilder builder) {
    // One request at a time: records then arrive in the order in which they were packed.
    this.emitter =
        builder.sender(sender).compressor(null).maxInFlight(1).shutdownHook(false).build();
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
   * @throws AssertionError if an event was dropped since the last call, because it was not legal
   *     for example
   */
  public List<StepEvent> events() {
    if (!emitter.flush(PATIENCE)) {
      throw new AssertionError("not every event was kept: " + emitter.stats());
    }
    return sender.events();
  }

  /** What was emitted for this execution so far, ready to be asserted on. */
  public RecordedExecution execution(String accountId, String executionId) {
    ExecutionKey key = ExecutionKey.of(accountId, executionId);
    return new RecordedExecution(
        key, events().stream().filter(event -> event.key().equals(key)).toList());
  }

  /** Closes the emitter. */
  @Override
  public void close() {
    emitter.close();
  }
}
