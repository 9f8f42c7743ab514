package io.oriontrail.emitter;

import io.oriontrail.event.StepEvent;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The way from the callers to the sending thread, and the account of all room that the emitter may
 * use: events that wait here, and records made of them until they are settled.
 *
 * <p>{@link #offer} may be called by any thread and neither locks nor waits; it allocates nothing.
 * {@link #poll}, {@link #skipStuck} and {@link #head} belong to the one sending thread.
 *
 * <p>One 64-bit word, moved by one compare-and-set, admits an event: it holds the running totals of
 * admitted bytes and events, and whether the queue is closed, so that room, place in the queue and
 * "not closed" are decided in the same instant. A second word holds the running totals of what was
 * given back. Totals wrap; their difference, taken over the whole word, does not.
 */
final class EventQueue {
  /** The most events that the word has room for. */
  static final int MAX_COUNT = 1 << 22;

  /** The most bytes that the word has room for. */
  static final long MAX_BYTES = 1L << 38;

  private static final long CLOSED = 1;
  private static final int COUNT_SHIFT = 1;
  private static final int BYTES_SHIFT = 25;
  private static final long COUNT_MASK = (1L << (BYTES_SHIFT - COUNT_SHIFT)) - 1;

  /** Places of the words, two cache lines apart. */
  private static final int TAIL = 16;

  private static final int RELEASED = 32;
  private static final int HEAD = 48;

  private static final int MAX_WAKE = 4096;
  private static final long BYTES_A_WAKE = 16 << 10;

  /** Failures may use all room, everything else leaves them the last fifth. */
  private static final double ORDINARY_SHARE = 0.8;

  /** What {@link #offer} answers beside the event's place. */
  static final long FULL = -1;

  static final long SHUT = -2;

  private final AtomicLongArray words = new AtomicLongArray(64);
  private final AtomicReferenceArray<@Nullable Object> slots;
  private final int mask;
  private final long maxCount;
  private final long maxBytes;
  private final long ordinaryCount;
  private final long ordinaryBytes;

  /** Said by the sending thread: it works without a pause and does not keep up. */
  private volatile boolean behind;

  /** A claimed place whose event never came; {@code place} tells which lap it was. */
  private record Skipped(long place) {}

  EventQueue(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
    this.ordinaryCount = Math.max(1, (long) (maxCount * ORDINARY_SHARE));
    this.ordinaryBytes = (long) (maxBytes * ORDINARY_SHARE);
    int capacity = Integer.highestOneBit(Math.max(2 * maxCount - 1, 1));
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /**
   * The place of the event in the queue (its lower 24 bits), or {@link #FULL} or {@link #SHUT}.
   *
   * @param weight bytes that the event counts for until {@link #release}
   * @param precious whether the event may use the room kept for failures
   */
  long offer(StepEvent event, int weight, boolean precious) {
    long place = claim(weight, precious);
    if (place >= 0) {
      try {
        publish(place, event);
      } catch (StackOverflowError e) {
        // The place stays empty, and the sending thread will count it as lost: nobody else may.
      }
    }
    return place;
  }

  private long claim(int weight, boolean precious) {
    long byteLimit = (precious ? maxBytes : ordinaryBytes) - weight;
    long countLimit = precious ? maxCount : ordinaryCount;
    long delta = ((long) weight << BYTES_SHIFT) | (1L << COUNT_SHIFT);
    while (true) {
      // In this order: what is released in between makes the queue look fuller, never emptier.
      long released = words.get(RELEASED);
      long tail = words.get(TAIL);
      if ((tail & CLOSED) != 0) {
        return SHUT;
      }
      long used = tail - released;
      if ((used >>> BYTES_SHIFT) > byteLimit || count(used) >= countLimit) {
        return FULL;
      }
      if (words.compareAndSet(TAIL, tail, tail + delta)) {
        return count(tail);
      }
    }
  }

  /** The first half of an offer, as of a thread that dies between the halves. For tests. */
  long claimOnly(int weight) {
    return claim(weight, true);
  }

  /** The second half of an offer. */
  void publish(long place, StepEvent event) {
    int slot = (int) place & mask;
    if (!slots.compareAndSet(slot, null, event)) {
      // Either this place was given up while we slept, or it was given up one lap before.
      Object found = slots.get(slot);
      if (found instanceof Skipped skipped && (skipped.place & COUNT_MASK) != place) {
        slots.compareAndSet(slot, found, event);
      }
    }
  }

  /** The next event, or null if none has been published. */
  @Nullable StepEvent poll() {
    long head = words.get(HEAD);
    int slot = (int) head & mask;
    if (slots.getAcquire(slot) instanceof StepEvent event) {
      slots.setRelease(slot, null);
      words.setRelease(HEAD, head + 1);
      return event;
    }
    return null;
  }

  /**
   * Gives up the next place if it was claimed without its event having come: its thread was
   * stopped, or ran out of stack, between the two steps. Should it go on after all, it finds its
   * place taken. Returns whether a place was given up.
   */
  boolean skipStuck() {
    long head = words.get(HEAD);
    int slot = (int) head & mask;
    if (accepted() == head) {
      return false;
    }
    Object found = slots.get(slot);
    if (found instanceof StepEvent || !slots.compareAndSet(slot, found, new Skipped(head))) {
      return false;
    }
    words.setRelease(HEAD, head + 1);
    return true;
  }

  /** Gives room back. {@code bytes} alone may be given back before the event is settled. */
  void release(int events, long bytes) {
    words.getAndAdd(RELEASED, (bytes << BYTES_SHIFT) + ((long) events << COUNT_SHIFT));
  }

  /** From now on every offer is answered with {@link #SHUT}. */
  void close() {
    words.accumulateAndGet(TAIL, CLOSED, (tail, bit) -> tail | bit);
  }

  boolean isClosed() {
    return (words.get(TAIL) & CLOSED) != 0;
  }

  /** Places. */
  int capacity() {
    return mask + 1;
  }

  /** Whether so many events wait to be taken out that the sending thread should not sleep. */
  boolean hasBacklog() {
    return accepted() - head() >= wakeEvery();
  }

  /**
   * How many events may gather before the sending thread is woken: a power of two, and few enough
   * that large events do not fill the room meanwhile. Room alone is no reason to wake it: while
   * nothing can be delivered, all room is taken by records, and there is nothing to do.
   */
  int wakeEvery() {
    long byRoom = Long.highestOneBit(Math.max(1, maxBytes / BYTES_A_WAKE));
    return (int) Math.max(1, Math.min(MAX_WAKE, Math.min(capacity() / 4, byRoom)));
  }

  /** Whether events come faster than the sending thread takes them out. */
  boolean isBehind() {
    return behind;
  }

  void setBehind(boolean behind) {
    if (this.behind != behind) {
      this.behind = behind;
    }
  }

  /** Whether an event waits to be taken out. */
  boolean hasWaiting() {
    return accepted() != head();
  }

  /** Events ever admitted. */
  long accepted() {
    while (true) {
      long head = words.get(HEAD);
      long tail = words.get(TAIL);
      if (words.get(HEAD) == head) {
        return head + ((count(tail) - head) & COUNT_MASK);
      }
    }
  }

  /** Events ever taken out, given up ones included. */
  long head() {
    return words.get(HEAD);
  }

  long usedBytes() {
    long released = words.get(RELEASED);
    return (words.get(TAIL) - released) >>> BYTES_SHIFT;
  }

  /** Whether more than half of all room is taken, by waiting events or by records. */
  boolean isCrowded() {
    return usedBytes() > maxBytes / 2;
  }

  private static long count(long word) {
    return (word >>> COUNT_SHIFT) & COUNT_MASK;
  }
}
