package io.oriontrail.query;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Text that is written once, to be told apart by a tag and then sent: kept in pieces, so that
 * growing copies nothing. Passages that change while nothing happens can be left out of the tag.
 * Used by one thread.
 */
final class TaggedText extends OutputStream {
  private static final int PIECE = 64 << 10;
  private static final int TAG_BYTES = 16;

  private final List<byte[]> pieces = new ArrayList<>();
  private byte[] last = new byte[0];
  private int used;
  private long size;

  /** Where passages outside the tag begin and end, in turn. */
  private long[] passing = new long[64];

  private int passingCount;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == last.length) {
        last = new byte[PIECE];
        pieces.add(last);
        used = 0;
      }
      int now = Math.min(left, last.length - used);
      System.arraycopy(source, from, last, used, now);
      used += now;
      from += now;
      left -= now;
    }
    size += length;
  }

  /** Bytes written up to now. */
  long size() {
    return size;
  }

  /** Leaves a passage out of the tag; passages come in order and do not overlap. */
  void leaveOut(long from, long to) {
    if (passingCount == passing.length) {
      passing = Arrays.copyOf(passing, 2 * passing.length);
    }
    passing[passingCount++] = from;
    passing[passingCount++] = to;
  }

  void writeTo(OutputStream out) throws IOException {
    long left = size;
    for (byte[] piece : pieces) {
      int length = (int) Math.min(left, piece.length);
      out.write(piece, 0, length);
      left -= length;
    }
  }

  /** A hash over all but what was left out, in the letters of base64url. */
  String tag() {
    MessageDigest sha = sha256();
    long from = 0;
    for (int i = 0; i < passingCount; i += 2) {
      digest(sha, from, passing[i]);
      from = passing[i + 1];
    }
    digest(sha, from, size);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha.digest(), TAG_BYTES));
  }

  private void digest(MessageDigest sha, long from, long to) {
    long at = from;
    while (at < to) {
      int within = (int) (at % PIECE);
      int length = (int) Math.min(to - at, PIECE - within);
      sha.update(pieces.get((int) (at / PIECE)), within, length);
      at += length;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
