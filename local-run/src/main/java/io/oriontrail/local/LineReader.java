package io.oriontrail.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines as bytes, so that text that is no UTF-8 is seen as what it is. Not safe for several
 * threads.
 */
final class LineReader implements AutoCloseable {
  private final InputStream in;
  private final int maxLength;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;

  LineReader(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /**
   * One line without its line break.
   *
   * @param number from 1
   * @param bytes at most {@code maxLength} of them
   * @param cut whether the line was longer
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Line(long number, byte[] bytes, boolean cut) {
    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return true;
    }
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean cut = false;
    boolean any = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      int length = Math.min(end - from, maxLength - line.size());
      cut |= length < end - from;
      line.write(buffer, from, length);
      from = end;
      if (end < to) {
        from++; // past the line break
        break;
      }
    }
    return any ? new Line(++number, line.toByteArray(), cut) : null;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
