package io.oriontrail.local.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A sequence number laid out as the service's own (version 2, as kinesalite found by observation):
 * 188 bits, shown as 56 decimal digits. The shard's creation comes first and the position second,
 * so numbers grow strictly within a shard and from a parent to its children.
 *
 * @param shardCreated epoch second of the shard's creation
 * @param shardIndex number of the shard within its stream
 * @param position number of the record within the shard, from 1; 0 is the shard's beginning
 * @param arrived epoch second of the record's arrival
 */
record SequenceNumber(long shardCreated, int shardIndex, long position, long arrived) {
  private static final int BYTES = 24;
  private static final long SECONDS = (1L << 36) - 1;
  private static final int FIRST_DIGIT = 2;
  private static final int VERSION = 2;

  /**
   * @throws IllegalArgumentException if the text is no sequence number of this layout
   */
  static SequenceNumber parse(String text) {
    byte[] number = new BigInteger(text).toByteArray();
    if (number.length != BYTES) {
      throw new IllegalArgumentException("'" + text + "' is no sequence number");
    }
    ByteBuffer words = ByteBuffer.wrap(number);
    long top = words.getLong();
    long middle = words.getLong();
    long bottom = words.getLong();
    long created = (top >>> 20) & SECONDS;
    long position = (top << 48) | (middle >>> 16);
    long arrived = ((middle & 0xFF) << 28) | (bottom >>> 36);
    int shard = (int) (bottom >>> 4);
    SequenceNumber parsed = new SequenceNumber(created, shard, position, arrived);
    if (position < 0 || shard < 0 || !parsed.toString().equals(text)) {
      throw new IllegalArgumentException("'" + text + "' is no sequence number");
    }
    return parsed;
  }

  @Override
  public String toString() {
    long top =
        ((long) FIRST_DIGIT << 56)
            | (shardCreated << 20)
            | ((long) (shardIndex & 0xF) << 16)
            | (position >>> 48);
    long middle = (position << 16) | (arrived >>> 28);
    long bottom = (arrived << 36) | ((long) shardIndex << 4) | VERSION;
    byte[] number = ByteBuffer.allocate(BYTES).putLong(top).putLong(middle).putLong(bottom).array();
    return new BigInteger(number).toString();
  }
}
