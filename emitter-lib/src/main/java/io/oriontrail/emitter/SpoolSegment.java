package io.oriontrail.emitter;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of a spool. Plain file access on purpose: an interrupt would close a channel for good.
 * Belongs to the sending thread but for {@link #sync}.
 */
final class SpoolSegment {
  private static final int ID_BITS = 32;

  final long number;
  final Path path;
  private final RandomAccessFile file;
  private long size;
  private int entries;

  /** Records in here whose fate is open. */
  int live;

  private SpoolSegment(long number, Path path, RandomAccessFile file, long size) {
    this.number = number;
    this.path = path;
    this.file = file;
    this.size = size;
  }

  static SpoolSegment create(Path directory, long number) throws IOException {
    Path path = directory.resolve("%016x.spool".formatted(number));
    Files.createFile(path); // fails where there is one: nothing is ever overwritten
    return new SpoolSegment(number, path, new RandomAccessFile(path.toFile(), "rw"), 0);
  }

  static SpoolSegment open(Path path) throws IOException {
    long number = numberOf(path);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    return new SpoolSegment(number, path, file, file.length());
  }

  static boolean isOne(Path path) {
    return String.valueOf(path.getFileName()).matches("[0-9a-f]{16}\\.spool");
  }

  private static long numberOf(Path path) {
    return Long.parseUnsignedLong(String.valueOf(path.getFileName()).substring(0, 16), 16);
  }

  /** An id that no other entry of the directory has. */
  long nextId() {
    return (number << ID_BITS) | entries;
  }

  /** Where the entry begins. */
  long append(byte[] entry) throws IOException {
    long at = size;
    try {
      file.seek(at);
      file.write(entry);
    } catch (IOException e) {
      cutTo(at);
      throw e;
    }
    size = at + entry.length;
    entries++;
    return at;
  }

  /** Half an entry would be skipped as damage; better there is none. */
  private void cutTo(long length) {
    try {
      file.setLength(length);
    } catch (IOException e) {
      // Then it is skipped.
    }
  }

  byte[] read(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  byte[] readAll() throws IOException {
    return read(0, Math.toIntExact(size));
  }

  long size() {
    return size;
  }

  /** Waits for the disk. May be called by another thread. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  boolean isThere() {
    return Files.exists(path);
  }

  void close() {
    try {
      file.close();
    } catch (IOException e) {
      // There is nothing to be done about it.
    }
  }

  void delete() {
    close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException | RuntimeException e) {
      // What it holds is sent once more after a restart, and recognised there.
    }
  }
}
