package io.oriontrail.emitter;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how much an emitter keeps on disk.
 *
 * @param directory of this emitter alone; made when needed
 * @param maxBytes all its files together
 * @param fsync how old what was accepted may be until it is safe on the disk
 */
record SpoolSettings(Path directory, long maxBytes, Duration fsync) {
  static final Duration DEFAULT_FSYNC = Duration.ofMillis(200);
  static final long MIN_BYTES = 1 << 20;
  static final long MAX_BYTES = 1L << 40;
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long SEGMENTS = 8;
  private static final long MAX_SEGMENT_BYTES = 4 << 20;

  SpoolSettings {
    if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "spool maxBytes must be from %d to %d; it is %d"
              .formatted(MIN_BYTES, MAX_BYTES, maxBytes));
    }
    if (fsync.compareTo(SHORTEST) < 0 || fsync.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "spoolFsync must be from " + SHORTEST + " to " + LONGEST + "; it is " + fsync);
    }
  }

  /** Size at which a file is full. */
  long segmentBytes() {
    return Math.min(MAX_SEGMENT_BYTES, maxBytes / SEGMENTS);
  }
}
