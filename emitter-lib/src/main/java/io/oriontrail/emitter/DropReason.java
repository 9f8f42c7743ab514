package io.oriontrail.emitter;

/** Why an event was given up. Each dropped event counts under exactly one reason. */
public enum DropReason {
  /** No room left; the last fifth of the room is kept for failures. */
  BUFFER_FULL,
  /** The event is not legal, such as a step without a name. */
  INVALID,
  /** Its delivery failed for longer than the retry window. */
  EXPIRED,
  /** The stream will never take the record it was in. */
  REFUSED,
  /** The emitter was closed, or was still holding the event when its time to close was over. */
  SHUTDOWN,
  /** The disk spool had no room for it either. */
  SPOOL_FULL,
  /** It was offered by one of the emitter's own threads, such as from a logging callback. */
  FEEDBACK,
  /** Something broke inside the emitter, such as a lack of memory. */
  FAULT
}
