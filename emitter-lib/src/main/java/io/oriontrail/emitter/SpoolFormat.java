package io.oriontrail.emitter;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What lies in a spool's files: entries one after the other, big-endian.
 *
 * <pre>
 *   magic    4 bytes  "OTSP"
 *   type     1 byte   1: a record; 2: the record of this id is settled
 *   id       8 bytes  unique within the directory
 *   events   4 bytes  events in the record; 0 for type 2
 *   length   4 bytes  of the payload; 0 for type 2
 *   payload           the record as Kinesis gets it
 *   crc      4 bytes  CRC-32C of everything from type to payload
 * </pre>
 */
final class SpoolFormat {
  static final int HEADER = 21;
  static final int TRAILER = 4;
  private static final int MAGIC = 0x4F545350;
  private static final byte FIRST_MAGIC_BYTE = (byte) (MAGIC >>> 24);
  private static final byte RECORD = 1;
  private static final byte SETTLED = 2;
  private static final int TYPE_AT = 4;

  /** Nothing longer is ever written: Kinesis takes no larger record. */
  private static final int MAX_LENGTH = 1 << 20;

  private SpoolFormat() {}

  /** Takes what is found in a file. */
  interface Visitor {
    void record(long id, int events, long offset, int length);

    void settled(long id);

    /** A damaged place, however long it is. */
    void corrupt();
  }

  static byte[] record(long id, int events, byte[] payload) {
    return entry(RECORD, id, events, payload);
  }

  static byte[] settled(long id) {
    return entry(SETTLED, id, 0, new byte[0]);
  }

  private static byte[] entry(byte type, long id, int events, byte[] payload) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER + payload.length + TRAILER);
    entry.putInt(MAGIC).put(type).putLong(id).putInt(events).putInt(payload.length).put(payload);
    entry.putInt(crc(entry.array(), TYPE_AT, entry.position()));
    return entry.array();
  }

  /** Goes through a file. Damage costs the entry that it is in, and no other. */
  static void scan(byte[] file, Visitor visitor) {
    int at = 0;
    boolean damaged = false;
    while (at < file.length) {
      int next = entryAt(file, at, visitor);
      if (next > 0) {
        damaged = false;
        at = next;
        continue;
      }
      if (!damaged) {
        visitor.corrupt();
        damaged = true;
      }
      do {
        at++;
      } while (at < file.length && file[at] != FIRST_MAGIC_BYTE);
    }
  }

  /** The place behind the entry, or -1 if there is no sound one here. */
  private static int entryAt(byte[] file, int at, Visitor visitor) {
    if (file.length - at < HEADER + TRAILER) {
      return -1;
    }
    ByteBuffer entry = ByteBuffer.wrap(file, at, file.length - at);
    if (entry.getInt() != MAGIC) {
      return -1;
    }
    byte type = entry.get();
    long id = entry.getLong();
    int events = entry.getInt();
    int length = entry.getInt();
    if (length < 0 || length > MAX_LENGTH || file.length - at < HEADER + length + TRAILER) {
      return -1;
    }
    int end = at + HEADER + length;
    if (ByteBuffer.wrap(file, end, TRAILER).getInt() != crc(file, at + TYPE_AT, end)) {
      return -1;
    }
    if (type == RECORD) {
      visitor.record(id, events, at + HEADER, length);
    } else if (type == SETTLED) {
      visitor.settled(id);
    }
    return end + TRAILER;
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
