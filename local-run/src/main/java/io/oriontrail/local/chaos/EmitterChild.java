package io.oriontrail.local.chaos;

import io.oriontrail.event.StepEvent;
import io.oriontrail.local.child.ChildProgram;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link ChaosEmitter}'s process and what it told. Safe for use by several threads at once. */
public final class EmitterChild implements AutoCloseable {
  private static final Duration TO_END = Duration.ofMinutes(4);

  private final String producer;
  private final ChildProgram program;
  private final List<StepEvent> told = new ArrayList<>();
  private @Nullable String farewell;
  private @Nullable Instant killedAt;

  private EmitterChild(String producer, URI kinesis, String stream, int perSecond, Path spool) {
    this.producer = producer;
    this.program =
        ChildProgram.start(
            ChaosEmitter.class,
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
            List.of(
                kinesis.toString(),
                stream,
                producer,
                Integer.toString(perSecond),
                spool.toString()),
            ProcessBuilder.Redirect.DISCARD,
            this::hear);
  }

  /** Starts one. Does not wait until it emits. */
  public static EmitterChild start(
      String producer, URI kinesis, String stream, int perSecond, Path spool) {
    return new EmitterChild(producer, kinesis, stream, perSecond, spool);
  }

  private synchronized void hear(String line) {
    String[] words = line.split(" ", -1);
    if (line.startsWith(ChaosEmitter.TOLD)) {
      told.add(ChaosTraffic.event(producer, Long.parseLong(words[1]), Instant.parse(words[2])));
    } else if (line.startsWith(ChaosEmitter.CLOSED)) {
      farewell = line;
    }
  }

  public String producer() {
    return producer;
  }

  /** Events whose emission had returned, in their order. */
  public synchronized List<StepEvent> told() {
    return List.copyOf(told);
  }

  /** When it was killed; null if it was not. */
  public synchronized @Nullable Instant killedAt() {
    return killedAt;
  }

  /** Whether it ended by itself with nothing dropped and nothing left. */
  public synchronized boolean hasClosedClean() {
    return (ChaosEmitter.CLOSED + "0 0").equals(farewell);
  }

  /** SIGKILL; returns when it is dead and all that it told is known. */
  public void kill() throws InterruptedException {
    synchronized (this) {
      killedAt = Instant.now();
    }
    program.kill();
  }

  /** Lets it end in good order; kills it if that takes more than four minutes. */
  @Override
  public void close() {
    program.close(TO_END);
  }
}
