package io.oriontrail.local.kinesis;

/** The hash keys that a shard takes, both ends included. */
record HashKeyRange(HashKey from, HashKey to) {
  static final HashKeyRange ALL = new HashKeyRange(HashKey.MIN, HashKey.MAX);

  boolean contains(HashKey key) {
    return from.compareTo(key) <= 0 && key.compareTo(to) <= 0;
  }

  /** Whether this range ends where the other begins. */
  boolean touches(HashKeyRange other) {
    return !to.equals(HashKey.MAX) && to.next().equals(other.from);
  }
}
