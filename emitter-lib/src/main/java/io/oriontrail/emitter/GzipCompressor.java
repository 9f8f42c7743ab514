package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordCompressor;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Records as gzip at its fastest level: the form that every consumer reads. */
final class GzipCompressor implements RecordCompressor {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};
  private static final int TRAILER = 8;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 crc = new CRC32();
  private byte[] packed = new byte[2 * RecordPacker.TARGET_BYTES];

  @Override
  public byte[] compress(byte[] plain, int length) {
    System.arraycopy(HEADER, 0, packed, 0, HEADER.length);
    int size = HEADER.length;
    deflater.reset();
    deflater.setInput(plain, 0, length);
    deflater.finish();
    while (!deflater.finished()) {
      if (packed.length - size <= TRAILER) {
        packed = Arrays.copyOf(packed, packed.length * 2);
      }
      size += deflater.deflate(packed, size, packed.length - size - TRAILER);
    }
    crc.reset();
    crc.update(plain, 0, length);
    littleEndian((int) crc.getValue(), size);
    littleEndian(length, size + 4);
    return Arrays.copyOf(packed, size + TRAILER);
  }

  private void littleEndian(int value, int offset) {
    for (int i = 0; i < 4; i++) {
      packed[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
