package io.oriontrail.local.kinesis;

import io.oriontrail.local.kinesis.KinesisSettings.WhenFull;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shard: a range of hash keys and the records that came for it. Closed once by a split or a
 * merge; its records stay readable. Safe for several threads.
 */
final class Shard {
  /** What the service shows as the end of a closed shard: no record ever reaches this position. */
  private static final long LAST_POSITION = Long.MAX_VALUE;

  private final int index;
  private final HashKeyRange range;
  private final List<Shard> parents;
  private final Instant opened;
  private final long createdSecond;
  private final String where;
  private final KinesisSettings settings;
  private final RecordLog log = new RecordLog();
  private final @Nullable ShardLimiter limiter;
  private final ReadMarks readMarks;

  private @Nullable Instant closed;
  private Instant lastArrival;
  private long accepted;
  private long acceptedBytes;
  private long refused;
  private long trimmed;
  private long trimmedUnread;

  /** What one read gives: records, where to go on, and how far behind that is. */
  record Batch(List<StoredRecord> records, long next, boolean atEndOfShard, Duration behind) {}

  Shard(
      int index, HashKeyRange range, List<Shard> parents, String stream, KinesisSettings settings) {
    this.index = index;
    this.range = range;
    this.parents = List.copyOf(parents);
    this.settings = settings;
    this.readMarks = new ReadMarks(settings.readers());
    this.opened = now();
    this.lastArrival = opened;
    // Later than every parent's, whatever the clock says: a child's numbers are the greater ones.
    long created = opened.getEpochSecond();
    for (Shard parent : parents) {
      created = Math.max(created, parent.createdSecond + 1);
    }
    this.createdSecond = created;
    this.where =
        "shard " + id() + " in stream " + stream + " under account " + settings.accountId();
    this.limiter = settings.shardLimits() ? new ShardLimiter(opened) : null;
  }

  static String idOf(int index) {
    return String.format("shardId-%012d", index);
  }

  String id() {
    return idOf(index);
  }

  int index() {
    return index;
  }

  HashKeyRange range() {
    return range;
  }

  List<Shard> parents() {
    return parents;
  }

  Instant opened() {
    return opened;
  }

  synchronized @Nullable Instant closed() {
    return closed;
  }

  boolean isOpen() {
    return closed() == null;
  }

  synchronized void close() {
    closed = now();
  }

  String startingSequenceNumber() {
    return new SequenceNumber(createdSecond, index, 0, createdSecond).toString();
  }

  @Nullable String endingSequenceNumber() {
    Instant end = closed();
    return end == null
        ? null
        : new SequenceNumber(createdSecond, index, LAST_POSITION, end.getEpochSecond()).toString();
  }

  /** Whether the number could have been given out by this very shard. */
  boolean gave(SequenceNumber number) {
    return number.shardIndex() == index && number.shardCreated() == createdSecond;
  }

  /** Stores the record or refuses it; null if the shard has been closed meanwhile. */
  synchronized @Nullable PutResult append(PutEntry entry) {
    if (closed != null) {
      return null;
    }
    Instant now = now();
    expire(now);
    if (limiter != null && !limiter.take(entry.size(), now)) {
      refused++;
      return PutResult.refused(PutResult.THROTTLED, "Rate exceeded for " + where + ".");
    }
    long size = RecordLog.sizeOf(entry.size());
    if (!makeRoom(size)) {
      refused++;
      return PutResult.refused(
          PutResult.THROTTLED, "No room until older records are read in " + where + ".");
    }
    lastArrival = now.isAfter(lastArrival) ? now : lastArrival;
    String number =
        new SequenceNumber(createdSecond, index, log.end(), lastArrival.getEpochSecond())
            .toString();
    StoredRecord stored =
        new StoredRecord(id(), number, entry.partitionKey(), entry.data(), lastArrival);
    log.add(stored);
    accepted++;
    acceptedBytes += entry.data().length;
    return PutResult.stored(stored);
  }

  /**
   * Up to {@code limit} records and {@code maxBytes} of data from the position on, at least one;
   * {@code chain} is that of the iterator.
   */
  synchronized Batch read(long chain, long position, int limit, long maxBytes) {
    Instant now = now();
    expire(now);
    long next = Math.min(Math.max(position, log.first()), log.end());
    List<StoredRecord> records = new ArrayList<>();
    long bytes = 0;
    while (next < log.end() && records.size() < limit) {
      StoredRecord found = log.get(next);
      bytes += found.size();
      if (bytes > maxBytes && !records.isEmpty()) {
        break;
      }
      records.add(found);
      next++;
    }
    readMarks.reached(chain, next);
    boolean atTip = next == log.end();
    Duration behind =
        atTip ? Duration.ZERO : Duration.between(log.get(next).arrival(), now).plusMillis(1);
    return new Batch(records, next, atTip && closed != null, behind);
  }

  synchronized long trimHorizon() {
    return log.first();
  }

  synchronized long latest() {
    return log.end();
  }

  synchronized long positionAt(Instant instant) {
    return log.positionAt(instant);
  }

  synchronized List<StoredRecord> records() {
    List<StoredRecord> all = new ArrayList<>();
    for (long position = log.first(); position < log.end(); position++) {
      all.add(log.get(position));
    }
    return all;
  }

  synchronized StreamCounts counts() {
    return new StreamCounts(
        accepted, acceptedBytes, refused, log.end() - log.first(), trimmed, trimmedUnread);
  }

  private boolean makeRoom(long size) {
    while (!log.isEmpty() && log.bytes() + size > settings.bytesPerShard()) {
      boolean unread = log.first() >= readMarks.readUpTo();
      if (unread && settings.whenFull() == WhenFull.REFUSE_WHILE_UNREAD) {
        return false;
      }
      trimOldest();
    }
    return true;
  }

  private void expire(Instant now) {
    Instant horizon = now.minus(settings.retention());
    while (!log.isEmpty() && log.get(log.first()).arrival().isBefore(horizon)) {
      trimOldest();
    }
  }

  private void trimOldest() {
    trimmed++;
    if (log.first() >= readMarks.readUpTo()) {
      trimmedUnread++;
    }
    log.removeOldest();
  }

  private Instant now() {
    return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
