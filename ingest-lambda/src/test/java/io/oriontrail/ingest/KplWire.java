package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Aggregates as the Kinesis Producer Library makes them, from the format's description. */
final class KplWire {
  private KplWire() {}

  static byte[] aggregate(List<byte[]> records) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    bytes(message, 1, "partition-1".getBytes(UTF_8));
    bytes(message, 1, "partition-2".getBytes(UTF_8));
    bytes(message, 2, "170141183460469231731687303715884105728".getBytes(UTF_8));
    for (int i = 0; i < records.size(); i++) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      number(record, 1, i % 2);
      if (i % 3 == 0) {
        number(record, 2, 0);
      }
      bytes(record, 3, records.get(i));
      if (i % 5 == 0) {
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        bytes(tag, 1, "key".getBytes(UTF_8));
        bytes(tag, 2, "value".getBytes(UTF_8));
        bytes(record, 4, tag.toByteArray());
      }
      bytes(message, 3, record.toByteArray());
    }
    return sealed(message.toByteArray());
  }

  /** Magic, message and checksum. */
  static byte[] sealed(byte[] message) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2});
    whole.writeBytes(message);
    try {
      whole.writeBytes(MessageDigest.getInstance("MD5").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("no MD5", e);
    }
    return whole.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, (long) field << 3);
    varint(out, value);
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, (long) field << 3 | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
