package io.oriontrail.emitter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an emitter behaves; checked, nothing is silently put right. */
record Settings(
    @Nullable String service,
    @Nullable String host,
    long bufferBytes,
    int bufferCount,
    Duration linger,
    int maxInFlight,
    Duration requestTimeout,
    Duration retryWindow,
    Duration heartbeatInterval,
    boolean shutdownHook,
    boolean dropOldest,
    @Nullable SpoolSettings spool) {

  static final long MIN_BUFFER_BYTES = 1 << 20;
  private static final int SHARE_OF_ONE_REQUEST = 32;

  Settings {
    between("bufferBytes", bufferBytes, MIN_BUFFER_BYTES, EventQueue.MAX_BYTES);
    between("bufferCount", bufferCount, 1, EventQueue.MAX_COUNT);
    between("maxInFlight", maxInFlight, 1, 64);
    between("linger", linger, Duration.ofMillis(1), Duration.ofMinutes(1));
    between("requestTimeout", requestTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    between("retryWindow", retryWindow, Duration.ofMillis(1), Duration.ofDays(1));
    between("heartbeatInterval", heartbeatInterval, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  /**
   * Bytes of records in one request. While it is under way a request exists several times over, in
   * our records and in the client's buffers, so it may only be a small part of the whole.
   */
  long maxRequestBytes() {
    return Math.min(SendLoop.MAX_REQUEST_BYTES, bufferBytes / SHARE_OF_ONE_REQUEST);
  }

  private static void between(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + "; it is " + value);
    }
  }

  private static void between(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + "; it is " + value);
    }
  }
}
