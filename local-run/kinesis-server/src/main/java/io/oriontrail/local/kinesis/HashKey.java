package io.oriontrail.local.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** An unsigned 128-bit number: the MD5 of a partition key, by which records find their shard. */
record HashKey(long high, long low) implements Comparable<HashKey> {
  static final HashKey MIN = new HashKey(0, 0);
  static final HashKey MAX = new HashKey(-1, -1);

  private static final BigInteger END = BigInteger.ONE.shiftLeft(128);

  static HashKey ofPartitionKey(String partitionKey) {
    ByteBuffer md5 = ByteBuffer.wrap(md5().digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    return new HashKey(md5.getLong(), md5.getLong());
  }

  static HashKey of(BigInteger value) {
    if (value.signum() < 0 || value.compareTo(END) >= 0) {
      throw new IllegalArgumentException(value + " does not lie in [0, 2^128-1]");
    }
    return new HashKey(value.shiftRight(64).longValue(), value.longValue());
  }

  /** Where the {@code part}-th of {@code parts} equal ranges of the whole space begins. */
  static HashKey startOf(int part, int parts) {
    return of(END.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts)));
  }

  BigInteger value() {
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return new BigInteger(1, bytes);
  }

  HashKey previous() {
    return new HashKey(low == 0 ? high - 1 : high, low - 1);
  }

  HashKey next() {
    return new HashKey(low == -1 ? high + 1 : high, low + 1);
  }

  @Override
  public int compareTo(HashKey other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The decimal form that the API uses. */
  @Override
  public String toString() {
    return value().toString();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }
}
