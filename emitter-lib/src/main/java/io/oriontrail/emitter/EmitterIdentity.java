package io.oriontrail.emitter;

import java.util.UUID;

/**
 * Who numbers the events: an id that no other emitter has, and the next number. The number follows
 * from an event's place in the queue, and that is fixed in the call that emits it. Numbers are
 * given without gaps, so a gap in what arrives is a loss. Belongs to the sending thread.
 */
final class EmitterIdentity {
  private static final int RADIX = 36;

  /** 36^10 ids: at a million emitters the chance that any two meet is about one in ten thousand. */
  private static final int LENGTH = 10;

  private volatile String id;
  private long next;

  EmitterIdentity(String id) {
    this.id = id;
  }

  static EmitterIdentity random() {
    return new EmitterIdentity(randomId());
  }

  /** Another emitter from here on, for a process that was restored from a snapshot. */
  void renew() {
    id = randomId();
    next = 0;
  }

  private static String randomId() {
    UUID random = UUID.randomUUID();
    // Some bits of each half are fixed; their sum still varies in all the lower ones.
    long bits = (random.getMostSignificantBits() ^ (random.getLeastSignificantBits() << 1)) >>> 1;
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(Character.forDigit((int) (bits % RADIX), RADIX));
      bits /= RADIX;
    }
    return id.toString();
  }

  String id() {
    return id;
  }

  /** The number of the next event, and how many were given before it. */
  long next() {
    return next;
  }

  void advance() {
    next++;
  }
}
