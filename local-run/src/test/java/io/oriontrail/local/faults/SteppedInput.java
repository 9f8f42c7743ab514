package io.oriontrail.local.faults;

import java.io.ByteArrayInputStream;

/** Gives its bytes in small portions, and asks somebody before each. */
final class SteppedInput extends ByteArrayInputStream {
  private static final int PORTION = 512;
  private final Runnable before;

  SteppedInput(byte[] bytes, Runnable before) {
    super(bytes);
    this.before = before;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) {
    before.run();
    return super.read(to, offset, Math.min(length, PORTION));
  }
}
