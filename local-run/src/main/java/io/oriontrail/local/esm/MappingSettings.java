package io.oriontrail.local.esm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event source mapping's parameters, with AWS's names, ranges and defaults where AWS has them.
 * Immutable.
 *
 * @param batchSize most records of a batch; 1 to 10,000
 * @param batchingWindow how long a batch may gather; 0 to 300 s
 * @param parallelizationFactor batches of one shard in flight at once; 1 to 10
 * @param bisectBatchOnFunctionError whether a batch is halved when the function fails
 * @param maximumRetryAttempts 0 to 10,000; -1 for as long as the records last
 * @param maximumRecordAge 60 s to 7 days; null for as long as the records last
 * @param reportBatchItemFailures whether the function's answer names records that failed
 * @param startingPosition for shards that are there when the mapping begins: trim horizon, latest
 *     or a time
 * @param pollInterval how long a shard that has nothing more is left alone; AWS: 1 s
 * @param retryDelay before the first retry; doubles with each one
 * @param maximumRetryDelay where the doubling ends
 * @param shardDiscoveryInterval how often shards are listed; also whenever one ends
 * @param bufferedBytesPerShard of event JSON, above which a shard is not read further
 * @param retention of the stream, after which a failing batch's records are gone
 */
public record MappingSettings(
    int batchSize,
    Duration batchingWindow,
    int parallelizationFactor,
    boolean bisectBatchOnFunctionError,
    int maximumRetryAttempts,
    @Nullable Duration maximumRecordAge,
    boolean reportBatchItemFailures,
    Position startingPosition,
    Duration pollInterval,
    Duration retryDelay,
    Duration maximumRetryDelay,
    Duration shardDiscoveryInterval,
    long bufferedBytesPerShard,
    Duration retention) {

  private static final Duration MIN_AGE = Duration.ofMinutes(1);
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final Duration MAX_WINDOW = Duration.ofMinutes(5);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of range; names it
   */
  public MappingSettings {
    require(batchSize >= 1 && batchSize <= 10_000, "batchSize", batchSize);
    require(
        !batchingWindow.isNegative() && batchingWindow.compareTo(MAX_WINDOW) <= 0,
        "batchingWindow",
        batchingWindow);
    require(
        parallelizationFactor >= 1 && parallelizationFactor <= 10,
        "parallelizationFactor",
        parallelizationFactor);
    require(
        maximumRetryAttempts >= -1 && maximumRetryAttempts <= 10_000,
        "maximumRetryAttempts",
        maximumRetryAttempts);
    if (maximumRecordAge != null) {
      require(
          maximumRecordAge.compareTo(MIN_AGE) >= 0 && maximumRecordAge.compareTo(MAX_AGE) <= 0,
          "maximumRecordAge",
          maximumRecordAge);
    }
    require(
        startingPosition instanceof Position.TrimHorizon
            || startingPosition instanceof Position.Latest
            || startingPosition instanceof Position.At,
        "startingPosition",
        startingPosition);
    require(pollInterval.isPositive(), "pollInterval", pollInterval);
    require(retryDelay.isPositive(), "retryDelay", retryDelay);
    require(maximumRetryDelay.compareTo(retryDelay) >= 0, "maximumRetryDelay", maximumRetryDelay);
    require(shardDiscoveryInterval.isPositive(), "shardDiscoveryInterval", shardDiscoveryInterval);
    require(bufferedBytesPerShard > 0, "bufferedBytesPerShard", bufferedBytesPerShard);
    require(retention.isPositive(), "retention", retention);
  }

  /** AWS's defaults: 100 records, no window, one lane, retried until the records expire. */
  public static MappingSettings defaults() {
    return new Builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** How long to wait before the {@code n}-th retry, from 1. */
  Duration delayBefore(int n) {
    int doublings = Math.min(Math.max(0, n - 1), 30);
    Duration delay = retryDelay.multipliedBy(1L << doublings);
    return delay.compareTo(maximumRetryDelay) < 0 ? delay : maximumRetryDelay;
  }

  private static void require(boolean legal, String name, Object value) {
    if (!legal) {
      throw new IllegalArgumentException(
          "MappingSettings." + name + " is '" + value + "', which is out of range");
    }
  }

  /** Collects settings; every one not given has its default. Not thread-safe. */
  public static final class Builder {
    private int batchSize = 100;
    private Duration batchingWindow = Duration.ZERO;
    private int parallelizationFactor = 1;
    private boolean bisect;
    private int maximumRetryAttempts = -1;
    private @Nullable Duration maximumRecordAge;
    private boolean reportBatchItemFailures;
    private Position startingPosition = new Position.TrimHorizon();
    private Duration pollInterval = Duration.ofSeconds(1);
    private Duration retryDelay = Duration.ofMillis(500);
    private Duration maximumRetryDelay = Duration.ofMinutes(1);
    private Duration shardDiscoveryInterval = Duration.ofSeconds(10);
    private long bufferedBytesPerShard = 32L << 20;
    private Duration retention = Duration.ofHours(24);

    private Builder() {}

    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    public Builder batchingWindow(Duration value) {
      batchingWindow = value;
      return this;
    }

    public Builder parallelizationFactor(int value) {
      parallelizationFactor = value;
      return this;
    }

    public Builder bisectBatchOnFunctionError(boolean value) {
      bisect = value;
      return this;
    }

    public Builder maximumRetryAttempts(int value) {
      maximumRetryAttempts = value;
      return this;
    }

    public Builder maximumRecordAge(@Nullable Duration value) {
      maximumRecordAge = value;
      return this;
    }

    public Builder reportBatchItemFailures(boolean value) {
      reportBatchItemFailures = value;
      return this;
    }

    public Builder startingPosition(Position value) {
      startingPosition = value;
      return this;
    }

    public Builder pollInterval(Duration value) {
      pollInterval = value;
      return this;
    }

    public Builder retryDelay(Duration first, Duration maximum) {
      retryDelay = first;
      maximumRetryDelay = maximum;
      return this;
    }

    public Builder shardDiscoveryInterval(Duration value) {
      shardDiscoveryInterval = value;
      return this;
    }

    public Builder bufferedBytesPerShard(long value) {
      bufferedBytesPerShard = value;
      return this;
    }

    public Builder retention(Duration value) {
      retention = value;
      return this;
    }

    public MappingSettings build() {
      return new MappingSettings(
          batchSize,
          batchingWindow,
          parallelizationFactor,
          bisect,
          maximumRetryAttempts,
          maximumRecordAge,
          reportBatchItemFailures,
          startingPosition,
          pollInterval,
          retryDelay,
          maximumRetryDelay,
          shardDiscoveryInterval,
          bufferedBytesPerShard,
          retention);
    }
  }
}
