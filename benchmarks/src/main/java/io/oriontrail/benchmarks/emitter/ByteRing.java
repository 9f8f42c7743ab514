package io.oriontrail.benchmarks.emitter;

import io.oriontrail.event.JsonLines;
import io.oriontrail.event.StepEvent;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The other design, as a prototype: the caller encodes its event and copies it into a bounded ring
 * of bytes, the sending thread only copies it out again. Encodes into a scratch buffer of the
 * thread, because the length has to be known before room can be claimed.
 */
final class ByteRing implements Line {
  /** What the caller writes. */
  enum Form {
    /** The wire form. */
    JSON,
    /** Lengths and raw bytes: what a binary wire form would cost at least. */
    COMPACT
  }

  private static final int SIZE = 1 << 26;

  /** Frames begin at multiples of this: a cache line. */
  private static final int GRAIN = 64;

  private static final int GRAIN_BITS = 6;
  private static final int TAIL = 16;
  private static final int HEAD = 32;

  private final AtomicLongArray words = new AtomicLongArray(48);

  private final byte[] ring = new byte[SIZE];

  /** Length of the frame that begins at each grain, written last: until then it is 0. */
  private final AtomicIntegerArray lengths = new AtomicIntegerArray(SIZE / GRAIN);

  private final ThreadLocal<JsonLines> lines = ThreadLocal.withInitial(() -> new JsonLines(1024));
  private final ThreadLocal<CompactForm> compact = ThreadLocal.withInitial(CompactForm::new);
  private final AtomicLong arrived = new AtomicLong();
  private final Form form;
  private final Downstream downstream;
  private volatile boolean over;

  ByteRing(Form form, Downstream downstream) {
    this.form = form;
    this.downstream = downstream;
    Thread consumer = new Thread(this::consume, "byte-ring");
    consumer.setDaemon(true);
    consumer.start();
  }

  @Override
  public void emit(int number) {
    StepEvent event = Samples.event(number);
    if (form == Form.JSON) {
      JsonLines mine = lines.get();
      mine.truncate(0);
      mine.add(event);
      put(mine.array(), mine.size());
    } else {
      CompactForm mine = compact.get();
      put(mine.bytes(), mine.write(event));
    }
  }

  private static int frame(int length) {
    return (length + GRAIN - 1) & -GRAIN;
  }

  private void put(byte[] bytes, int length) {
    int frame = frame(length);
    while (true) {
      long tail = words.get(TAIL);
      int at = (int) tail & (SIZE - 1);
      int skipped = SIZE - at < frame ? SIZE - at : 0; // a frame never wraps
      if (tail + skipped + frame - words.getAcquire(HEAD) > SIZE) {
        return;
      }
      if (words.compareAndSet(TAIL, tail, tail + skipped + frame)) {
        if (skipped > 0) {
          lengths.setRelease(at >> GRAIN_BITS, -skipped);
        }
        int start = skipped > 0 ? 0 : at;
        System.arraycopy(bytes, 0, ring, start, length);
        lengths.setRelease(start >> GRAIN_BITS, length);
        return;
      }
    }
  }

  private void consume() {
    byte[] record = new byte[64 << 10];
    while (!over) {
      int size = 0;
      int events = 0;
      long head = words.getPlain(HEAD);
      int at = (int) head & (SIZE - 1);
      int length = lengths.getAcquire(at >> GRAIN_BITS);
      while (length != 0 && size + length <= record.length) {
        if (length > 0) {
          System.arraycopy(ring, at, record, size, length);
          size += length;
          events++;
        }
        lengths.setPlain(at >> GRAIN_BITS, 0);
        head += length > 0 ? frame(length) : -length;
        words.setRelease(HEAD, head);
        at = (int) head & (SIZE - 1);
        length = lengths.getAcquire(at >> GRAIN_BITS);
      }
      if (events > 0) {
        downstream.take(events, size);
        arrived.lazySet(arrived.getPlain() + events);
      }
      if (length == 0) {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  @Override
  public long arrived() {
    return arrived.get();
  }

  @Override
  public void close() {
    over = true;
    downstream.end();
  }
}
