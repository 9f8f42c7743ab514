package io.oriontrail.emitter;

import java.util.UUID;

/**
 * Who numbers the events: an id that no other emitter has, and a number for each event that brings
 * no id of its own.
 *
 * <p>The number follows from the event's place in the queue, which is fixed in the call that emits
 * it: it is the place, less the places of events that brought an id. So numbers have no gaps among
 * all that was accepted, and whatever is lost on the way leaves one. Belongs to the sending thread.
 */
final class EmitterIdentity {
  private static final int RADIX = 36;

  /** 36^10 ids: at a million emitters the chance that any two meet is about one in ten thousand. */
  private static final int LENGTH = 10;

  private volatile String id;
  private long next;

  /** Places so far whose events have no number of this emitter. */
  private long passedOver;

  EmitterIdentity(String id) {
    this.id = id;
  }

  static EmitterIdentity random() {
    return new EmitterIdentity(randomId());
  }

  /** Another emitter from here on, for a process that was restored from a snapshot. */
  void renew() {
    id = randomId();
    passedOver += next;
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

  /** The number of the event at this place. Places come in order; one that never comes is a gap. */
  long number(long place) {
    long number = place - passedOver;
    next = number + 1;
    return number;
  }

  /** The event at this place has an id of its own. */
  void passOver(long place) {
    next = place - passedOver;
    passedOver++;
  }

  /** The number of the next event, and how many were given before it, lost ones included. */
  long next() {
    return next;
  }
}
