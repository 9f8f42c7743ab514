package io.oriontrail.local.esm;

import java.time.Instant;

/** A place in a shard from which to read. */
public sealed interface Position {
  /** The oldest record there is. */
  record TrimHorizon() implements Position {}

  /** Behind the newest record there is when this is first read from. */
  record Latest() implements Position {}

  /** The first record that arrived then or later. */
  record At(Instant time) implements Position {}

  /** The record behind this one. */
  record After(String sequenceNumber) implements Position {}

  /** What the last read gave to go on with; expires. */
  record Token(String iterator) implements Position {}
}
