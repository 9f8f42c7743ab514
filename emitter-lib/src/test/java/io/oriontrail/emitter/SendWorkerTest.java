package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.helpers.NOPLogger;

/** E12: whatever kills the sending thread, another goes on. */
@Timeout(300)
final class SendWorkerTest {
  private final VirtualLine line = new VirtualLine();
  private final CountDownLatch ended = new CountDownLatch(1);

  private SendWorker worker(java.util.function.BooleanSupplier isUrgent) {
    return new SendWorker(
        "orion-emitter-test",
        line.loop,
        isUrgent,
        line.counters.faults,
        new DropLog(NOPLogger.NOP_LOGGER, "test"),
        ended::countDown);
  }

  /** Often, because the second may die before the first has done replacing itself. */
  @RepeatedTest(200)
  void fault26_threadThatDies_isReplaced_andTheWorkGoesOn() throws InterruptedException {
    AtomicInteger deaths = new AtomicInteger();
    SendWorker worker =
        worker(
            () -> {
              if (deaths.getAndIncrement() < 3) {
                throw new StackOverflowError("scripted"); // outside of any turn: this one kills
              }
              return false;
            });
    line.emit(Events.started(1));
    worker.start();
    close(worker);
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(line.stats().delivered()).isEqualTo(1);
    assertThat(line.stats().faults()).isBetween(1L, 3L);
  }

  @Test
  void fault26_turnThatThrows_isFollowedByAnother_andLosesNothingSilently()
      throws InterruptedException {
    AtomicBoolean broken = new AtomicBoolean(true);
    // A clock that breaks is about the only thing in a turn that can be made to throw from outside.
    Time breaking =
        new Time(
            () -> {
              if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("scripted");
              }
              return line.time.time().nanos();
            },
            line.time.time().wall());
    Flights flights = new Flights(line.sender, Runnable::run, () -> {}, Long.MAX_VALUE);
    broken.set(false);
    SendLoop loop =
        new SendLoop(
            new SendLoop.Parts(
                breaking,
                line.queue,
                line.counters,
                line.identity,
                flights,
                line.waiters,
                new DropLog(NOPLogger.NOP_LOGGER, "test"),
                new java.util.SplittableRandom(1),
                new GzipCompressor(),
                null),
            VirtualLine.settings());
    broken.set(true);
    SendWorker worker =
        new SendWorker(
            "orion-emitter-test",
            loop,
            () -> false,
            line.counters.faults,
            new DropLog(NOPLogger.NOP_LOGGER, "test"),
            ended::countDown);
    line.emit(Events.started(1));
    worker.start();
    close(worker);
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(line.stats().delivered()).isEqualTo(1);
    assertThat(line.stats().faults()).isEqualTo(1);
  }

  private void close(SendWorker worker) {
    line.waiters.closeAt(line.time.time().nanos() + Duration.ofHours(1).toNanos());
    line.queue.close();
    worker.nudge();
  }

  @Test
  void requestThreads_allBusy_refuseMore() throws InterruptedException {
    ThreadPoolExecutor threads = SendWorker.requestThreads("orion-emitter-test", 2);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(2);
    Runnable task =
        () -> {
          running.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    threads.execute(task);
    threads.execute(task);
    Assertions.assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> threads.execute(task));
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    release.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }
}
