package io.oriontrail.local.esm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a mapping has come in one shard: reading, lanes, checkpoint. Confined to the core. */
final class ShardProgress {
  /** GetRecords gives no more than this, and no more than 10 MB. */
  private static final int READ_LIMIT = 10_000;

  private final String id;
  private final MappingSettings settings;
  private final EventJson events;
  private final Tally tally;
  private final List<Lane> lanes = new ArrayList<>();

  /** Records read and not finished, or finished before an earlier one; in reading order. */
  private final Deque<Entry> unconfirmed = new ArrayDeque<>();

  private Position position;

  /** Where to go on if {@link #position} has expired. */
  private Position fallback;

  /** Behind the last record before which none is unfinished. */
  private Position confirmed;

  private boolean reading;
  private boolean ended;
  private Instant nextReadAt;
  private int failedReads;
  private long bufferedBytes;
  private long lastReadAtTip = -1;
  private long wantedRead;

  ShardProgress(
      String id,
      Position from,
      MappingSettings settings,
      EventJson events,
      boolean hasDestination,
      Tally tally,
      Instant now) {
    this.id = id;
    this.settings = settings;
    this.events = events;
    this.tally = tally;
    this.position = from;
    // Asked for again, "latest" would skip what came in between.
    this.fallback = from instanceof Position.Latest ? new Position.At(now) : from;
    this.confirmed = fallback;
    this.nextReadAt = now;
    for (int i = 0; i < settings.parallelizationFactor(); i++) {
      lanes.add(new Lane(settings, events, hasDestination, tally, this::finished));
    }
  }

  String id() {
    return id;
  }

  /** Where a mapping would go on that knows only what is finished. */
  Position resumeAt() {
    return confirmed;
  }

  /** Whether everything that this shard will ever give has been seen through. */
  boolean isFinished() {
    return ended && unconfirmed.isEmpty() && !reading;
  }

  Duration age(Instant now) {
    Entry oldest = unconfirmed.peekFirst();
    return oldest == null ? Duration.ZERO : Duration.between(oldest.streamRecord().arrival(), now);
  }

  boolean isIdle() {
    return !reading && lanes.stream().allMatch(Lane::isIdle);
  }

  boolean isInvoking() {
    return lanes.stream().anyMatch(Lane::isBusy);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether a read of that number or a later one found nothing left, and all of it is done. */
  boolean isCaughtUp(long sinceRead) {
    return unconfirmed.isEmpty() && (ended || lastReadAtTip >= sinceRead);
  }

  /** Reads at once, and again if what is being read now has a lower number. */
  void hurry(long number, Instant now) {
    wantedRead = number;
    if (failedReads == 0) {
      nextReadAt = now;
    }
  }

  void advance(Instant now, boolean mayRead, boolean flush, long readNumber, List<Command> to) {
    if (mayRead && canRead() && !now.isBefore(nextReadAt)) {
      reading = true;
      to.add(new Command.Read(this, position, READ_LIMIT, readNumber));
    }
    for (Lane lane : lanes) {
      Command command = lane.advance(now, flush || ended);
      if (command != null) {
        to.add(command);
      }
    }
  }

  @Nullable Instant wakeAt(boolean mayRead) {
    Instant earliest = mayRead && canRead() ? nextReadAt : null;
    for (Lane lane : lanes) {
      earliest = earlier(earliest, lane.wakeAt());
    }
    return earliest;
  }

  void read(ReadResult result, long number, Instant now) {
    reading = false;
    failedReads = 0;
    for (StreamRecord found : result.records()) {
      Entry entry = new Entry(found, events.sizeOf(found), now);
      unconfirmed.addLast(entry);
      bufferedBytes += entry.eventBytes();
      tally.read++;
      laneOf(found).add(entry);
      fallback = new Position.After(found.sequenceNumber());
    }
    Position next = result.next();
    boolean atTip = next == null || result.behind().isZero();
    if (next == null) {
      ended = true;
    } else {
      position = next;
    }
    if (atTip) {
      lastReadAtTip = number;
    }
    nextReadAt = atTip && number >= wantedRead ? now.plus(settings.pollInterval()) : now;
  }

  void readFailed(boolean expired, Instant now) {
    reading = false;
    if (expired) {
      position = fallback;
      nextReadAt = now;
      return;
    }
    tally.readErrors++;
    failedReads++;
    nextReadAt = now.plus(settings.delayBefore(failedReads));
  }

  /** The stream does not know it any more: whatever was not read of it is gone. */
  void vanished() {
    ended = true;
  }

  static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || (other != null && other.isBefore(one))) {
      return other;
    }
    return one;
  }

  private boolean canRead() {
    return !reading && !ended && bufferedBytes < settings.bufferedBytesPerShard();
  }

  private void finished(List<Entry> entries) {
    for (Entry entry : entries) {
      entry.finish();
      bufferedBytes -= entry.eventBytes();
    }
    while (!unconfirmed.isEmpty() && unconfirmed.getFirst().isFinished()) {
      StreamRecord last = unconfirmed.removeFirst().streamRecord();
      confirmed = new Position.After(last.sequenceNumber());
    }
  }

  /** Records of one partition key share a lane and so keep their order. */
  private Lane laneOf(StreamRecord found) {
    return lanes.get(Math.floorMod(found.partitionKey().hashCode(), lanes.size()));
  }
}
