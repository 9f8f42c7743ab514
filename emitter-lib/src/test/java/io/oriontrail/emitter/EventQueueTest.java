package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.StepEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EventQueueTest {
  private static final int WEIGHT = 1_000;

  @Test
  void offer_inOrder_comesOutInOrder() {
    EventQueue queue = new EventQueue(8, 1 << 20);
    StepEvent first = Events.started(1);
    StepEvent second = Events.started(2);
    assertThat(queue.offer(first, WEIGHT, false)).isEqualTo(0);
    assertThat(queue.offer(second, WEIGHT, false)).isEqualTo(1);
    assertThat(queue.poll()).isSameAs(first);
    assertThat(queue.poll()).isSameAs(second);
    assertThat(queue.poll()).isNull();
    assertThat(queue.accepted()).isEqualTo(2);
    assertThat(queue.head()).isEqualTo(2);
  }

  @Test
  void offer_beyondFourFifthsOfTheCount_takesFailuresOnly() {
    EventQueue queue = new EventQueue(10, 1 << 20);
    for (int i = 0; i < 8; i++) {
      assertThat(queue.offer(Events.started(i), WEIGHT, false)).isEqualTo(i);
    }
    assertThat(queue.offer(Events.started(8), WEIGHT, false)).isEqualTo(EventQueue.FULL);
    assertThat(queue.offer(Events.failed(8), WEIGHT, true)).isEqualTo(8);
    assertThat(queue.offer(Events.failed(9), WEIGHT, true)).isEqualTo(9);
    assertThat(queue.offer(Events.failed(10), WEIGHT, true)).isEqualTo(EventQueue.FULL);
  }

  @Test
  void offer_beyondFourFifthsOfTheBytes_takesFailuresOnly() {
    EventQueue queue = new EventQueue(1_000, 10_000);
    for (int i = 0; i < 8; i++) {
      assertThat(queue.offer(Events.started(i), WEIGHT, false)).isNotNegative();
    }
    assertThat(queue.offer(Events.started(8), 1, false)).isEqualTo(EventQueue.FULL);
    assertThat(queue.offer(Events.failed(8), 2 * WEIGHT, true)).isNotNegative();
    assertThat(queue.offer(Events.failed(9), 1, true)).isEqualTo(EventQueue.FULL);
    assertThat(queue.usedBytes()).isEqualTo(10_000);
  }

  @Test
  void release_room_canBeUsedAgain() {
    EventQueue queue = new EventQueue(1, 1 << 20);
    for (int i = 0; i < 100; i++) {
      assertThat(queue.offer(Events.failed(i), WEIGHT, true)).isEqualTo(i);
      assertThat(queue.offer(Events.failed(i), WEIGHT, true)).isEqualTo(EventQueue.FULL);
      assertThat(queue.poll()).isNotNull();
      assertThat(queue.offer(Events.failed(i), WEIGHT, true)).isEqualTo(EventQueue.FULL);
      queue.release(0, WEIGHT - 10); // packed: the event still counts, its bytes are fewer
      assertThat(queue.usedBytes()).isEqualTo(10);
      queue.release(1, 10);
    }
    assertThat(queue.usedBytes()).isZero();
  }

  @Test
  void hasBacklog_roomTakenByRecordsAlone_isNone() {
    EventQueue queue = new EventQueue(1_000, 1 << 20);
    while (queue.offer(Events.failed(1), WEIGHT, true) >= 0) {
      assertThat(queue.poll()).isNotNull(); // packed, and never delivered
    }
    assertThat(queue.usedBytes()).isGreaterThan((1 << 20) / 2);
    assertThat(queue.hasWaiting()).isFalse();
    assertThat(queue.hasBacklog()).isFalse();
  }

  @Test
  void hasBacklog_moreThanAWakeIsWorth_isOne() {
    EventQueue queue = new EventQueue(1_000, 1 << 20);
    for (int i = 0; i < queue.wakeEvery(); i++) {
      assertThat(queue.hasBacklog()).isFalse();
      queue.offer(Events.started(i), 100, false);
    }
    assertThat(queue.hasBacklog()).isTrue();
    assertThat(queue.hasWaiting()).isTrue();
  }

  @Test
  void totals_beyondWhatTheWordHolds_staySound() {
    EventQueue queue = new EventQueue(4, EventQueue.MAX_BYTES);
    StepEvent event = Events.started(1);
    int events = (1 << 24) + 5; // one lap of the count; and with this weight many of the bytes
    int weight = 1 << 30;
    for (int i = 0; i < events; i++) {
      if (queue.offer(event, weight, false) < 0 || queue.poll() == null) {
        throw new AssertionError("stuck at " + i);
      }
      queue.release(1, weight);
    }
    assertThat(queue.accepted()).isEqualTo(events);
    assertThat(queue.usedBytes()).isZero();
    assertThat(queue.offer(event, weight, false)).isEqualTo(5);
    assertThat(queue.usedBytes()).isEqualTo(weight);
  }

  @Test
  void close_thenOffer_isShut() {
    EventQueue queue = new EventQueue(8, 1 << 20);
    queue.offer(Events.started(1), WEIGHT, false);
    queue.close();
    queue.close();
    assertThat(queue.isClosed()).isTrue();
    assertThat(queue.offer(Events.failed(2), WEIGHT, true)).isEqualTo(EventQueue.SHUT);
    assertThat(queue.accepted()).isEqualTo(1);
    assertThat(queue.usedBytes()).isEqualTo(WEIGHT);
    assertThat(queue.poll()).isNotNull();
  }

  @Test
  void skipStuck_claimedButNeverFilled_letsTheNextPass() {
    EventQueue queue = new EventQueue(4, 1 << 20);
    assertThat(queue.skipStuck()).isFalse();
    queue.claimOnly(WEIGHT);
    StepEvent behind = Events.started(2);
    queue.offer(behind, WEIGHT, false);
    assertThat(queue.poll()).isNull();
    assertThat(queue.skipStuck()).isTrue();
    assertThat(queue.poll()).isSameAs(behind);
    assertThat(queue.skipStuck()).isFalse();
    queue.release(2, 2 * WEIGHT);
    // The place that was given up is used again in later laps.
    for (int i = 0; i < 20; i++) {
      StepEvent event = Events.started(i);
      queue.offer(event, WEIGHT, false);
      assertThat(queue.poll()).isSameAs(event);
      queue.release(1, WEIGHT);
    }
  }

  @Test
  void publish_afterThePlaceWasGivenUp_neverShowsUp() {
    EventQueue queue = new EventQueue(4, 1 << 20);
    long place = queue.claimOnly(WEIGHT);
    assertThat(queue.skipStuck()).isTrue();
    queue.publish(place, Events.started(1));
    assertThat(queue.poll()).isNull();
    StepEvent next = Events.started(2);
    queue.offer(next, WEIGHT, false);
    assertThat(queue.poll()).isSameAs(next);
  }

  @Test
  @Timeout(300)
  void offer_manyThreads_everyAdmittedEventComesOutOnceAndInOrder() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    EventQueue queue = new EventQueue(64, 64L * WEIGHT);
    AtomicLong refused = new AtomicLong();
    CountDownLatch done = new CountDownLatch(threads);
    StepEvent[][] events = new StepEvent[threads][each];
    for (int t = 0; t < threads; t++) {
      for (int i = 0; i < each; i++) {
        events[t][i] = StepEvent.started(Events.KEY, t + "-" + i, Events.TIME).build();
      }
    }
    for (int t = 0; t < threads; t++) {
      StepEvent[] mine = events[t];
      start(
          () -> {
            for (StepEvent event : mine) {
              if (queue.offer(event, WEIGHT, true) < 0) {
                refused.incrementAndGet();
                Thread.onSpinWait();
              }
            }
            done.countDown();
          });
    }
    List<StepEvent> out = new ArrayList<>();
    boolean over = false;
    while (true) {
      StepEvent event = queue.poll();
      if (event != null) {
        out.add(event);
        queue.release(1, WEIGHT);
      } else if (over) {
        break;
      } else {
        over = done.await(0, TimeUnit.NANOSECONDS);
      }
      assertThat(queue.accepted() - queue.head()).isBetween(0L, 64L);
    }
    assertThat(out.size() + refused.get()).isEqualTo((long) threads * each);
    assertThat(queue.accepted()).isEqualTo(out.size());
    assertThat(queue.usedBytes()).isZero();
    int[] last = {-1, -1, -1, -1};
    for (StepEvent event : out) {
      String[] name = event.step().split("-", 2);
      int thread = Integer.parseInt(name[0]);
      int number = Integer.parseInt(name[1]);
      assertThat(number).isGreaterThan(last[thread]);
      last[thread] = number;
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
