package io.oriontrail.local.kinesis;

import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link KinesisServer} behaves. Immutable.
 *
 * @param port port on 127.0.0.1; 0 takes any free one
 * @param region region in stream ARNs
 * @param accountId account in stream ARNs; 12 digits
 * @param bytesPerShard how much each shard keeps in memory; beyond it {@code whenFull} applies
 * @param whenFull what happens to a record for which a shard has no room
 * @param readers so many readers have to have seen a record before it makes room unnoticed
 * @param retention how long records stay readable; must be positive
 * @param shardLimits whether each shard takes only 1 MiB and 1,000 records a second, as the real
 *     ones do
 * @param clock time of arrivals, iterators, retention and shard limits
 * @param tls what to serve HTTPS with; null for plain HTTP
 */
public record KinesisSettings(
    int port,
    String region,
    String accountId,
    long bytesPerShard,
    WhenFull whenFull,
    int readers,
    Duration retention,
    boolean shardLimits,
    InstantSource clock,
    @Nullable SSLContext tls) {

  /** What happens to a record for which a shard has no room. */
  public enum WhenFull {
    /** The oldest records make room, and are counted as trimmed. */
    TRIM,
    /**
     * Records that as many readers as there are have seen make room; while the oldest has not been
     * read so often, new ones are refused as throttled. So a slow reader slows its producers and
     * nothing gets lost unseen.
     */
    REFUSE_WHILE_UNREAD
  }

  private static final long MIB = 1 << 20;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of range; names it
   */
  public KinesisSettings {
    require(port >= 0 && port <= 65_535, "port", port);
    require(!region.isEmpty(), "region", region);
    require(accountId.matches("[0-9]{12}"), "accountId", accountId);
    require(bytesPerShard > 0, "bytesPerShard", bytesPerShard);
    require(readers >= 1, "readers", readers);
    require(retention.toMillis() > 0, "retention", retention);
  }

  /** A free port, 64 MiB a shard, oldest trimmed, 24 h, no shard limits. */
  public static KinesisSettings defaults() {
    return new KinesisSettings(
        0,
        "us-east-1",
        "000000000000",
        64 * MIB,
        WhenFull.TRIM,
        1,
        Duration.ofHours(24),
        false,
        InstantSource.system(),
        null);
  }

  public KinesisSettings withPort(int newPort) {
    return new KinesisSettings(
        newPort,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        retention,
        shardLimits,
        clock,
        tls);
  }

  public KinesisSettings withRegion(String newRegion) {
    return new KinesisSettings(
        port,
        newRegion,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        retention,
        shardLimits,
        clock,
        tls);
  }

  public KinesisSettings withBytesPerShard(long newBytesPerShard, WhenFull newWhenFull) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        newBytesPerShard,
        newWhenFull,
        readers,
        retention,
        shardLimits,
        clock,
        tls);
  }

  public KinesisSettings withReaders(int newReaders) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        newReaders,
        retention,
        shardLimits,
        clock,
        tls);
  }

  public KinesisSettings withRetention(Duration newRetention) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        newRetention,
        shardLimits,
        clock,
        tls);
  }

  public KinesisSettings withShardLimits(boolean newShardLimits) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        retention,
        newShardLimits,
        clock,
        tls);
  }

  public KinesisSettings withClock(InstantSource newClock) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        retention,
        shardLimits,
        newClock,
        tls);
  }

  public KinesisSettings withTls(@Nullable SSLContext newTls) {
    return new KinesisSettings(
        port,
        region,
        accountId,
        bytesPerShard,
        whenFull,
        readers,
        retention,
        shardLimits,
        clock,
        newTls);
  }

  private static void require(boolean legal, String name, Object value) {
    if (!legal) {
      throw new IllegalArgumentException(
          "KinesisSettings." + name + " is '" + value + "', which is out of range");
    }
  }
}
