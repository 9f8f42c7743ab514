package io.oriontrail.store;

import java.util.Set;

/**
 * About how many distinct texts were seen: HyperLogLog (Flajolet and others, 2007) with {@value
 * #REGISTERS} registers, whose standard error is some 13 %, and linear counting while they are few.
 * Registers are kept as a set of marks, of which only the highest of a register counts: sets can be
 * united by the store itself, in any order and any number of times.
 */
final class DistinctCount {
  static final int REGISTERS = 64;
  private static final int REGISTER_BITS = 6;
  private static final double ALPHA = 0.709;

  private DistinctCount() {}

  /** The mark that the text leaves: register × 64 + rank. */
  static long markOf(String text) {
    long hash = hash(text);
    long register = hash >>> (64 - REGISTER_BITS);
    int rank = Math.min(63, Long.numberOfLeadingZeros(hash << REGISTER_BITS) + 1);
    return register * 64 + rank;
  }

  static long estimate(Set<Long> marks) {
    int[] highest = new int[REGISTERS];
    for (long mark : marks) {
      int register = (int) (mark / 64) & (REGISTERS - 1);
      highest[register] = Math.max(highest[register], (int) (mark % 64));
    }
    double sum = 0;
    int empty = 0;
    for (int rank : highest) {
      sum += Math.scalb(1.0, -rank);
      empty += rank == 0 ? 1 : 0;
    }
    double estimate = ALPHA * REGISTERS * REGISTERS / sum;
    if (estimate <= 2.5 * REGISTERS && empty > 0) {
      estimate = REGISTERS * Math.log((double) REGISTERS / empty);
    }
    return Math.round(estimate);
  }

  /** FNV-1a over the chars, mixed so that all bits depend on all chars. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
