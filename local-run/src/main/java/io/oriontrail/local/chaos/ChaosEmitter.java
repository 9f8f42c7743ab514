package io.oriontrail.local.chaos;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.local.child.ParentProcess;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that emits, to be killed: tells each event on standard output once {@code emit} has
 * returned, a line each with its number and time, and ends in good order when its standard input
 * does.
 *
 * <p>Arguments: endpoint, stream, its name as a producer, events a second, a directory to spool in.
 */
public final class ChaosEmitter {
  static final String TOLD = "emitted ";
  static final String CLOSED = "closed ";
  private static final long SPOOL_BYTES = 64 << 20;
  private static final Duration CLOSE_LIMIT = Duration.ofMinutes(3);

  private ChaosEmitter() {}

  public static void main(String[] arguments) throws InterruptedException {
    String producer = arguments[2];
    CountDownLatch told = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> awaitEndOfInput(told));
    OrionEmitter emitter =
        OrionEmitter.builder()
            .endpoint(URI.create(arguments[0]))
            .region("us-east-1")
            .streamName(arguments[1])
            .service(producer)
            .spool(Path.of(arguments[4]), SPOOL_BYTES)
            .heartbeatInterval(Duration.ofSeconds(5))
            .build();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    long pause = 1_000_000_000L / Integer.parseInt(arguments[3]);
    for (long number = 0; told.getCount() > 0; number++) {
      Instant now = Instant.now();
      emitter.emit(ChaosTraffic.event(producer, number, now));
      out.println(TOLD + number + ' ' + now);
      out.flush();
      LockSupport.parkNanos(pause);
    }
    emitter.close(CLOSE_LIMIT);
    EmitterStats stats = emitter.stats();
    out.println(CLOSED + stats.dropped() + ' ' + stats.buffered());
    out.flush();
  }

  private static void awaitEndOfInput(CountDownLatch told) {
    ParentProcess.awaitEnd();
    told.countDown();
  }
}
