package io.oriontrail.local.kinesis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
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
    return with(draft -> draft.port = newPort);
  }

  public KinesisSettings withRegion(String newRegion) {
    return with(draft -> draft.region = newRegion);
  }

  public KinesisSettings withBytesPerShard(long newBytesPerShard, WhenFull newWhenFull) {
    return with(
        draft -> {
          draft.bytesPerShard = newBytesPerShard;
          draft.whenFull = newWhenFull;
        });
  }

  public KinesisSettings withReaders(int newReaders) {
    return with(draft -> draft.readers = newReaders);
  }

  public KinesisSettings withRetention(Duration newRetention) {
    return with(draft -> draft.retention = newRetention);
  }

  public KinesisSettings withShardLimits(boolean newShardLimits) {
    return with(draft -> draft.shardLimits = newShardLimits);
  }

  public KinesisSettings withClock(InstantSource newClock) {
    return with(draft -> draft.clock = newClock);
  }

  public KinesisSettings withTls(@Nullable SSLContext newTls) {
    return with(draft -> draft.tls = newTls);
  }

  private KinesisSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new KinesisSettings(
        draft.port,
        draft.region,
        accountId,
        draft.bytesPerShard,
        draft.whenFull,
        draft.readers,
        draft.retention,
        draft.shardLimits,
        draft.clock,
        draft.tls);
  }

  /** What can be set, while it is. */
  private static final class Draft {
    private int port;
    private String region;
    private long bytesPerShard;
    private WhenFull whenFull;
    private int readers;
    private Duration retention;
    private boolean shardLimits;
    private InstantSource clock;
    private @Nullable SSLContext tls;

    Draft(KinesisSettings from) {
      port = from.port;
      region = from.region;
      bytesPerShard = from.bytesPerShard;
      whenFull = from.whenFull;
      readers = from.readers;
      retention = from.retention;
      shardLimits = from.shardLimits;
      clock = from.clock;
      tls = from.tls;
    }
  }

  private static void require(boolean legal, String name, Object value) {
    if (!legal) {
      throw new IllegalArgumentException(
          "KinesisSettings." + name + " is '" + value + "', which is out of range");
    }
  }
}
