package io.oriontrail.emitter;

import io.oriontrail.event.ExecutionKey;

/**
 * Which executions are kept when not all are. The answer follows from the ids alone, so that every
 * service that knows the rate gives the same, and raising the rate only ever adds executions. How
 * to do the same in another language: {@code docs/contracts/sampling.md}.
 *
 * @param rate share of the executions that are kept, from 0 to 1
 */
record Sampling(double rate) {
  static final Sampling ALL = new Sampling(1);

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int BITS_OF_A_DOUBLE = 53;

  Sampling {
    if (!(rate >= 0 && rate <= 1)) { // so that NaN is refused too
      throw new IllegalArgumentException("sampleRate must be from 0 to 1; it is " + rate);
    }
  }

  boolean keepsAll() {
    return rate == 1;
  }

  boolean keeps(ExecutionKey key) {
    return keepsAll() || fraction(hash(key)) < rate;
  }

  /** The upper 53 bits as a number from 0 to just below 1, exactly. */
  static double fraction(long hash) {
    return (hash >>> (Long.SIZE - BITS_OF_A_DOUBLE)) * 0x1p-53;
  }

  /** FNV-1a over the UTF-8 form of {@code account#execution}, then stirred as MurmurHash3 does. */
  static long hash(ExecutionKey key) {
    long hash = add(FNV_OFFSET, key.accountId());
    hash = add(hash, "#");
    hash = add(hash, key.executionId());
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        sum = add(sum, c);
      } else if (c < 0x800) {
        sum = add(sum, 0xC0 | (c >> 6));
        sum = add(sum, tail(c));
      } else if (!Character.isSurrogate(c)) {
        sum = add(sum, 0xE0 | (c >> 12));
        sum = add(sum, tail(c >> 6));
        sum = add(sum, tail(c));
      } else { // legal ids hold surrogates in pairs only
        int point = text.codePointAt(i++);
        sum = add(sum, 0xF0 | (point >> 18));
        sum = add(sum, tail(point >> 12));
        sum = add(sum, tail(point >> 6));
        sum = add(sum, tail(point));
      }
    }
    return sum;
  }

  /** An octet of UTF-8 that is not the first of its character. */
  private static int tail(int bits) {
    return 0x80 | (bits & 0x3F);
  }

  private static long add(long hash, int octet) {
    return (hash ^ octet) * FNV_PRIME;
  }
}
