package io.oriontrail.emitter;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records on disk until their fate is known. Everything that is packed is written here first, so
 * what an outage, a shutdown or a crash leaves behind can be delivered by the next process that is
 * given the directory; nobody else gets it meanwhile. A disk that is full, read-only or gone is
 * counted and tried again later; the emitter goes on in memory.
 *
 * <p>Belongs to the sending thread. No caller of the emitter ever waits for it.
 */
final class Spool {
  private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(10);
  private static final String LOCK = "lock";

  /** Room kept for noting what is settled when records fill the rest. */
  private static final int RESERVE_SHARE = 16;

  /** Where a record lies. */
  record Spot(SpoolSegment segment, long id, long offset) {}

  private final SpoolSettings settings;
  private final SpoolCounters counters;
  private final Executor disk;
  private final Consumer<Throwable> onFault;
  private final Map<Long, SpoolSegment> segments = new TreeMap<>();
  private @Nullable RandomAccessFile lockFile;
  private @Nullable SpoolSegment active;
  private long nextNumber = 1;
  private boolean tried;
  private long triedAt;
  private long syncedAt;
  private boolean dirty;

  /**
   * @param disk where a thread may wait for the disk; may refuse while the last wait goes on
   * @param onFault told of what goes wrong, for the log
   */
  Spool(
      SpoolSettings settings, SpoolCounters counters, Executor disk, Consumer<Throwable> onFault) {
    this.settings = settings;
    this.counters = counters;
    this.disk = disk;
    this.onFault = onFault;
  }

  /**
   * Opens the directory if it is not open and it is time to try. Returns what an earlier process
   * left there, oldest first; only the first opening finds anything.
   */
  List<PackedRecord> open(long now) {
    if (active != null || (tried && now - triedAt < TRY_AGAIN)) {
      return List.of();
    }
    tried = true;
    triedAt = now;
    List<PackedRecord> found = List.of();
    try {
      Files.createDirectories(settings.directory());
      lock();
      found = segments.isEmpty() ? recover(now) : found;
      roll();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    return found; // what is there can be delivered even if nothing more can be written
  }

  boolean isUsable() {
    return active != null;
  }

  private void lock() throws IOException {
    if (lockFile != null) {
      return;
    }
    RandomAccessFile file = new RandomAccessFile(settings.directory().resolve(LOCK).toFile(), "rw");
    FileLock lock = null;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      // Another emitter of this very process.
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    if (lock == null) {
      throw new IOException(
          "the spool " + settings.directory() + " belongs to another emitter: give each its own");
    }
    lockFile = file; // the lock lives as long as this is open
  }

  private List<PackedRecord> recover(long now) throws IOException {
    Map<Long, PackedRecord> found = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(settings.directory())) {
      files = all.filter(SpoolSegment::isOne).sorted().toList();
    }
    Set<Long> settled = new HashSet<>();
    for (Path path : files) {
      try {
        SpoolSegment segment = SpoolSegment.open(path);
        segments.put(segment.number, segment);
        counters.bytes.addAndGet(segment.size());
        nextNumber = Math.max(nextNumber, segment.number + 1);
        SpoolFormat.scan(segment.readAll(), collector(segment, found, settled, now));
      } catch (IOException | RuntimeException e) { // one bad file must not cost the others
        counters.corruptEntries.incrementAndGet();
        onFault.accept(e);
      }
    }
    found.keySet().removeAll(settled);
    for (PackedRecord packed : found.values()) {
      spot(packed).segment.live++;
      counters.found.addAndGet(packed.events);
    }
    List.copyOf(segments.values()).forEach(this::deleteIfDone);
    return List.copyOf(found.values());
  }

  private SpoolFormat.Visitor collector(
      SpoolSegment segment, Map<Long, PackedRecord> found, Set<Long> settled, long now) {
    return new SpoolFormat.Visitor() {
      @Override
      public void record(long id, int events, long offset, int length) {
        found.put(id, PackedRecord.found(new Spot(segment, id, offset), length, events, now));
      }

      @Override
      public void settled(long id) {
        settled.add(id);
      }

      @Override
      public void corrupt() {
        counters.corruptEntries.incrementAndGet();
      }
    };
  }

  private static Spot spot(PackedRecord packed) {
    Spot spot = packed.spot;
    if (spot == null) {
      throw new IllegalStateException("a record that is not on disk");
    }
    return spot;
  }

  /** Writes the record down. Returns whether it is on disk now. */
  boolean append(PackedRecord packed) {
    byte[] data = packed.data;
    SpoolSegment segment = active;
    if (segment == null || data == null) {
      return false;
    }
    int size = SpoolFormat.HEADER + data.length + SpoolFormat.TRAILER;
    long room = settings.maxBytes() - settings.maxBytes() / RESERVE_SHARE;
    if (counters.bytes.get() + size > room) {
      if (!packed.refusedBySpool) {
        packed.refusedBySpool = true;
        counters.refusedRecords.incrementAndGet();
      }
      return false;
    }
    try {
      if (segment.size() >= settings.segmentBytes()) {
        segment = roll();
      }
      long id = segment.nextId();
      long at = write(segment, SpoolFormat.record(id, packed.events, data));
      packed.spot = new Spot(segment, id, at + SpoolFormat.HEADER);
      packed.refusedBySpool = false;
      segment.live++;
      return true;
    } catch (IOException | RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private long write(SpoolSegment segment, byte[] entry) throws IOException {
    long at = segment.append(entry);
    counters.bytes.addAndGet(entry.length);
    dirty = true;
    return at;
  }

  /** The record's fate is known. */
  void settled(PackedRecord packed) {
    Spot spot = spot(packed);
    packed.spot = null;
    spot.segment.live--;
    if (deleteIfDone(spot.segment)) {
      return;
    }
    SpoolSegment segment = active;
    if (segment != null && counters.bytes.get() < settings.maxBytes()) {
      try {
        write(segment, SpoolFormat.settled(spot.id));
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    } // else it is sent once more should this process die; it is recognised by its ids
  }

  /** The record's bytes again; null if they cannot be read. */
  byte @Nullable [] read(PackedRecord packed) {
    Spot spot = spot(packed);
    try {
      return spot.segment.read(spot.offset, packed.length);
    } catch (IOException | RuntimeException e) {
      counters.faults.incrementAndGet();
      onFault.accept(e);
      return null;
    }
  }

  /**
   * Has the disk keep what was written, now and then. Returns false if the directory has vanished:
   * what lies there is no more safe.
   */
  boolean tick(long now) {
    SpoolSegment segment = active;
    if (segment == null || now - syncedAt < settings.fsync().toNanos() / 2) {
      return true;
    }
    syncedAt = now;
    if (!segment.isThere()) {
      failed(new IOException("the spool " + settings.directory() + " has vanished"));
      unlock();
      triedAt = now - TRY_AGAIN; // a new one can be made at once
      return false;
    }
    if (dirty) {
      dirty = false;
      try {
        disk.execute(() -> sync(segment));
      } catch (RuntimeException e) {
        dirty = true; // the last one still waits for the disk
      }
    }
    return true;
  }

  private void sync(SpoolSegment segment) {
    try {
      segment.sync();
    } catch (IOException e) { // closed meanwhile, or the disk is ill: the next write will tell
      counters.faults.incrementAndGet();
    }
  }

  private SpoolSegment roll() throws IOException {
    SpoolSegment before = active;
    SpoolSegment segment = SpoolSegment.create(settings.directory(), nextNumber++);
    if (before != null) {
      sync(before);
    }
    active = segment;
    segments.put(segment.number, segment);
    counters.usable = true;
    if (before != null) {
      deleteIfDone(before);
    }
    return segment;
  }

  private boolean deleteIfDone(SpoolSegment segment) {
    if (segment.live > 0 || segment.equals(active)) {
      return false;
    }
    if (segments.remove(segment.number) != null) {
      segment.delete();
      counters.bytes.addAndGet(-segment.size());
    }
    return true;
  }

  /** Nothing more is written until it is time to try again; what is there can still be read. */
  private void failed(Throwable cause) {
    counters.faults.incrementAndGet();
    counters.usable = false;
    onFault.accept(cause);
    SpoolSegment segment = active;
    active = null;
    if (segment != null) {
      deleteIfDone(segment);
    }
  }

  /** Leaves to the next process what is not settled. */
  void close() {
    SpoolSegment segment = active;
    active = null;
    if (segment != null) {
      sync(segment);
    }
    for (SpoolSegment each : List.copyOf(segments.values())) {
      if (!deleteIfDone(each)) {
        each.close();
      }
    }
    unlock();
    counters.usable = false;
  }

  private void unlock() {
    RandomAccessFile file = lockFile;
    lockFile = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // The system frees it with the process.
      }
    }
  }
}
