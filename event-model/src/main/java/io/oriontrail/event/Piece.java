package io.oriontrail.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A constant piece of JSON, kept as words of eight bytes: most pieces are one or two stores then,
 * instead of a call that copies.
 */
final class Piece {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] words;
  private final int length;

  private Piece(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /** The ASCII text as a piece. */
  static Piece of(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    long[] words = new long[(ascii.length + Long.BYTES - 1) / Long.BYTES];
    for (int i = 0; i < ascii.length; i++) {
      words[i / Long.BYTES] |= (ascii[i] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
    }
    return new Piece(words, ascii.length);
  }

  /**
   * Writes the piece; returns where it ends. Up to seven bytes behind it are overwritten, so
   * whatever follows has to be written afterwards, and the array has to be that much longer.
   */
  int write(byte[] target, int offset) {
    int at = offset;
    for (long word : words) {
      WORDS.set(target, at, word);
      at += Long.BYTES;
    }
    return offset + length;
  }
}
