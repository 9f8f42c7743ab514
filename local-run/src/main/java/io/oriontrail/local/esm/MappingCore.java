package io.oriontrail.local.esm;

import io.oriontrail.local.lambda.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that an event source mapping decides, without threads, clock or I/O: told the time and what
 * has happened, it says what to do next. The same calls at the same times give the same commands.
 *
 * <p>Not thread-safe: one thread at a time.
 */
final class MappingCore {
  private final MappingSettings settings;
  private final EventJson events;
  private final boolean hasDestination;
  private final Checkpoint resume;
  private final Tally tally = new Tally();

  /** Shards known from listings that are not being read (yet): parents come first. */
  private final Map<String, SourceShard> waiting = new TreeMap<>();

  private final Map<String, ShardProgress> active = new TreeMap<>();
  private final Set<String> finished = new HashSet<>();
  private final Set<String> bornLater = new HashSet<>();

  private boolean listedBefore;
  private boolean listing;
  private boolean reading = true;
  private boolean invoking = true;
  private int failedListings;
  private Instant nextListAt;
  private long nextNumber;
  private long lastListing = -1;

  /** A listing with a lower number does not do: it may have missed what it was wanted for. */
  private long wantedListing;

  MappingCore(
      MappingSettings settings,
      EventJson events,
      boolean hasDestination,
      Checkpoint resume,
      Instant now) {
    this.settings = settings;
    this.events = events;
    this.hasDestination = hasDestination;
    this.resume = resume;
    this.finished.addAll(resume.finished());
    this.nextListAt = now;
  }

  /** What is to be done now. Every command is given once. */
  List<Command> advance(Instant now) {
    List<Command> commands = new ArrayList<>();
    retireFinished(now);
    startReady(now);
    if (reading && !listing && !now.isBefore(nextListAt)) {
      listing = true;
      commands.add(new Command.ListShards(nextNumber++));
    }
    if (invoking) {
      for (ShardProgress shard : active.values()) {
        shard.advance(now, reading, !reading, nextNumber++, commands);
      }
    }
    return commands;
  }

  /** When to call {@link #advance} next if nothing happens before; null if then nothing would. */
  @Nullable Instant wakeAt() {
    Instant earliest = reading && !listing ? nextListAt : null;
    for (ShardProgress shard : active.values()) {
      earliest = ShardProgress.earlier(earliest, invoking ? shard.wakeAt(reading) : null);
    }
    return earliest;
  }

  void listed(Command.ListShards command, List<SourceShard> shards, Instant now) {
    listing = false;
    failedListings = 0;
    lastListing = command.number();
    nextListAt =
        command.number() < wantedListing ? now : now.plus(settings.shardDiscoveryInterval());
    Set<String> present = new HashSet<>();
    for (SourceShard shard : shards) {
      present.add(shard.id());
      if (!active.containsKey(shard.id()) && !finished.contains(shard.id())) {
        discovered(shard);
      }
    }
    listedBefore = true;
    waiting.keySet().retainAll(present);
    finished.retainAll(present);
    bornLater.retainAll(waiting.keySet());
    active.values().stream()
        .filter(shard -> !present.contains(shard.id()))
        .forEach(ShardProgress::vanished);
  }

  void listFailed(Instant now) {
    listing = false;
    tally.readErrors++;
    failedListings++;
    nextListAt = now.plus(settings.delayBefore(failedListings));
  }

  void read(Command.Read command, ReadResult result, Instant now) {
    command.shard().read(result, command.number(), now);
    if (command.shard().hasEnded()) {
      // It was split or merged: its children are waiting to be found.
      listSoon(now);
    }
  }

  /** {@code expired}: whether the position was a token that has become too old. */
  void readFailed(Command.Read command, boolean expired, Instant now) {
    command.shard().readFailed(expired, now);
  }

  void invoked(Command.Invoke command, Outcome outcome, Instant now) {
    command.lane().invoked(outcome, now);
  }

  /** {@code kept}: whether the destination has the records. */
  void delivered(Command.Deliver command, boolean kept, Instant now) {
    command.lane().delivered(kept, now);
  }

  /** Reads nothing more; what has been read is still seen through. */
  void stopReading() {
    reading = false;
  }

  /** Begins nothing more at all; what runs may end. */
  void stop() {
    reading = false;
    invoking = false;
  }

  /** Reads and lists at once instead of waiting; the mark to ask {@link #isCaughtUp} with. */
  long hurry(Instant now) {
    listSoon(now);
    active.values().forEach(shard -> shard.hurry(nextNumber, now));
    return nextNumber;
  }

  /** Whether everything that was in the stream at the time of the mark has been seen through. */
  boolean isCaughtUp(long mark) {
    return lastListing >= mark
        && waiting.isEmpty()
        && active.values().stream().allMatch(shard -> shard.isCaughtUp(mark));
  }

  /** Whether nothing is running and nothing read is left to do. */
  boolean isIdle() {
    return !listing && active.values().stream().allMatch(ShardProgress::isIdle);
  }

  /** Whether some invocation or delivery is running. */
  boolean isInvoking() {
    return active.values().stream().anyMatch(ShardProgress::isInvoking);
  }

  /** How long the oldest record has been in the stream that is read and not seen through. */
  Duration age(Instant now) {
    return active.values().stream()
        .map(shard -> shard.age(now))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  MappingCounts counts() {
    return tally.snapshot();
  }

  Checkpoint checkpoint() {
    Map<String, Position> positions = new HashMap<>(resume.positions());
    active.values().forEach(shard -> positions.put(shard.id(), shard.resumeAt()));
    positions.keySet().removeAll(finished);
    return new Checkpoint(positions, finished);
  }

  private void discovered(SourceShard shard) {
    boolean later = listedBefore || !resume.equals(Checkpoint.NONE);
    if (!later && shard.closed() && settings.startingPosition() instanceof Position.Latest) {
      // Everything in it is older than the latest.
      finished.add(shard.id());
      return;
    }
    waiting.put(shard.id(), shard);
    if (later) {
      bornLater.add(shard.id());
    }
  }

  private void retireFinished(Instant now) {
    Set<String> ended =
        active.values().stream()
            .filter(ShardProgress::isFinished)
            .map(ShardProgress::id)
            .collect(Collectors.toSet());
    if (!ended.isEmpty()) {
      active.keySet().removeAll(ended);
      finished.addAll(ended);
      listSoon(now);
    }
  }

  private void listSoon(Instant now) {
    wantedListing = nextNumber;
    if (failedListings == 0) {
      nextListAt = now;
    }
  }

  private void startReady(Instant now) {
    List<SourceShard> ready = waiting.values().stream().filter(this::parentsAreFinished).toList();
    for (SourceShard shard : ready) {
      active.put(
          shard.id(),
          new ShardProgress(
              shard.id(), startOf(shard), settings, events, hasDestination, tally, now));
      waiting.remove(shard.id());
    }
  }

  /** A parent that is not listed any more has expired, and so has all that it held. */
  private boolean parentsAreFinished(SourceShard shard) {
    return shard.parents().stream()
        .noneMatch(parent -> waiting.containsKey(parent) || active.containsKey(parent));
  }

  private Position startOf(SourceShard shard) {
    Position place = resume.positions().get(shard.id());
    if (place != null) {
      return place;
    }
    // A shard that came up later began after the mapping did: all of it is to be read.
    return bornLater.contains(shard.id())
        ? new Position.TrimHorizon()
        : settings.startingPosition();
  }
}
