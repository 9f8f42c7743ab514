package io.oriontrail.store;

import org.jspecify.annotations.Nullable;

/**
 * Reads the ids that our emitter gives its events: {@code emitterId-number}, the latter base 36.
 */
final class EmitterNumber {
  private static final int RADIX = 36;
  private static final int EMITTER_LENGTH = 10;

  private EmitterNumber() {}

  /** The emitter's id; null where another producer made the id. */
  static @Nullable String emitterOf(@Nullable String eventId) {
    return eventId == null || numberOf(eventId) < 0 ? null : eventId.substring(0, EMITTER_LENGTH);
  }

  /** The event's number, from 0; -1 where another producer made the id. */
  static long numberOf(String eventId) {
    int length = eventId.length();
    if (length < EMITTER_LENGTH + 2
        || length > EMITTER_LENGTH + 12
        || eventId.charAt(EMITTER_LENGTH) != '-') {
      return -1;
    }
    for (int i = 0; i < EMITTER_LENGTH; i++) {
      if (!isDigit(eventId.charAt(i))) {
        return -1;
      }
    }
    long number = 0;
    for (int i = EMITTER_LENGTH + 1; i < length; i++) {
      if (!isDigit(eventId.charAt(i))) {
        return -1;
      }
      number = number * RADIX + Character.digit(eventId.charAt(i), RADIX);
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }
}
