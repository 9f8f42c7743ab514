package io.oriontrail.emitter.kinesis;

import io.oriontrail.emitter.EmitterBuilder;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A service as its own process, to be killed and stopped: emits at a known rate and tells each
 * event on standard output once {@code emit} has returned (its number, when, and how many requests
 * had failed by then), so that whoever reads knows what was accepted.
 *
 * <p>Arguments: endpoint, execution id, events a second (0: as many as go, and {@link #FLOOD} at
 * least), milliseconds (0: until killed), and perhaps a directory to spool in.
 */
public final class EmittingProcess {
  private static final AtomicBoolean TOLD_TO_END = new AtomicBoolean();
  private static final CountDownLatch LAST_TOLD = new CountDownLatch(1);

  /**
   * System property: seconds to close in where it ends by itself; else the emitter's usual time.
   */
  static final String PATIENCE = "orion.patience";

  /** Far more than there is room for, be the machine as slow as it likes. */
  private static final long FLOOD = 300_000;

  private static final Duration AT_MOST = Duration.ofSeconds(60);

  static final String STREAM = "orion-events";
  static final String ACCOUNT = "acct-42";

  private EmittingProcess() {}

  public static void main(String[] args) throws IOException {
    EmitterBuilder builder =
        OrionEmitter.builder()
            .streamName(STREAM)
            .endpoint(URI.create(args[0]))
            .region("eu-west-1")
            .heartbeatInterval(Duration.ofSeconds(1));
    if (args.length > 4) {
      builder.spool(Path.of(args[4]), 64 << 20);
    }
    OrionEmitter emitter = builder.build();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  emitter.close();
                  TOLD_TO_END.set(true);
                  emitter.close(AT_MOST); // the sending thread counts, once it gets its turn
                  awaitLastTold();
                  EmitterStats stats = emitter.stats();
                  System.err.println(
                      "offered %d delivered %d dropped %d buffered %d"
                          .formatted(
                              stats.offered(),
                              stats.delivered(),
                              stats.dropped(),
                              stats.buffered()));
                }));
    try {
      emit(emitter, args[1], Integer.parseInt(args[2]), Long.parseLong(args[3]));
      Long patience = Long.getLong(PATIENCE);
      if (patience != null) {
        emitter.close(Duration.ofSeconds(patience));
      }
    } finally {
      LAST_TOLD.countDown();
    }
  }

  /** So that what is counted in the end is what was told: emitting went on while closing. */
  private static void awaitLastTold() {
    try {
      LAST_TOLD.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void emit(OrionEmitter emitter, String execution, int rate, long millis)
      throws IOException {
    DataOutputStream out = new DataOutputStream(System.out);
    ExecutionKey key = ExecutionKey.of(ACCOUNT, execution);
    long begin = System.nanoTime();
    long pause = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
    long limit = millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    long least = rate == 0 ? FLOOD : 0;
    for (long n = 0; (n < least || System.nanoTime() - begin < limit) && !TOLD_TO_END.get(); n++) {
      emitter.emit(StepEvent.started(key, step(n), Instant.now()).build());
      if (rate > 0) {
        tell(out, n, emitter.stats().failedRequests());
        for (long wait = n * pause - (System.nanoTime() - begin); wait > 0; ) {
          LockSupport.parkNanos(wait);
          wait = n * pause - (System.nanoTime() - begin);
        }
      }
    }
  }

  static String step(long number) {
    return "STEP-" + number;
  }

  /** In one write: a reader never sees half of it. */
  private static void tell(DataOutputStream out, long number, long failedRequests)
      throws IOException {
    byte[] line =
        "%019d %019d %019d\n"
            .formatted(number, System.nanoTime(), failedRequests)
            .getBytes(StandardCharsets.US_ASCII);
    out.write(line);
    out.flush();
  }
}
