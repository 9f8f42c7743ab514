package io.oriontrail.local.faults;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Takes an answer, and may be killed before and after each part of it. */
final class SteppedOutput extends OutputStream {
  private final ByteArrayOutputStream bytes;
  private final KillSwitch kill;

  SteppedOutput(ByteArrayOutputStream bytes, KillSwitch kill) {
    this.bytes = bytes;
    this.kill = kill;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    kill.step("before answering");
    bytes.write(from, offset, length);
    kill.step("while answering");
  }
}
