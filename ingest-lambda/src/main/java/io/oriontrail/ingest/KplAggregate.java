package io.oriontrail.ingest;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads records that the Kinesis Producer Library aggregated: four bytes of magic, a protobuf
 * message, and the MD5 of that message. Written from the format's description, "KPL Aggregated
 * Record Format" (aggregation-format.md of amazon-kinesis-producer).
 *
 * <pre>
 * AggregatedRecord { repeated string partition_key_table = 1;
 *                    repeated string explicit_hash_key_table = 2;
 *                    repeated Record records = 3; }
 * Record           { required uint64 partition_key_index = 1;
 *                    optional uint64 explicit_hash_key_index = 2;
 *                    required bytes data = 3;
 *                    repeated Tag tags = 4; }
 * </pre>
 */
final class KplAggregate {
  private static final int[] MAGIC = {0xf3, 0x89, 0x9a, 0xc2};
  private static final int MD5 = 16;

  private static final int RECORDS = 3;
  private static final int DATA = 3;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** Where a user record's data lies within the aggregate. */
  record Slice(int from, int length) {}

  private final byte[] data;
  private int at;

  private KplAggregate(byte[] data, int at) {
    this.data = data;
    this.at = at;
  }

  static boolean is(byte[] data, int from, int length) {
    return Expansion.startsWith(data, from, length, MAGIC);
  }

  /**
   * The data of the user records, in their order.
   *
   * @param most so many at the most
   * @throws IOException if the checksum or the message is broken, or there are more
   */
  static List<Slice> read(byte[] data, int most) throws IOException {
    int end = data.length - MD5;
    if (end < MAGIC.length) {
      throw new IOException("it is shorter than its magic and its checksum");
    }
    if (!Arrays.equals(md5(data, MAGIC.length, end), 0, MD5, data, end, data.length)) {
      throw new IOException("its checksum does not fit");
    }
    KplAggregate message = new KplAggregate(data, MAGIC.length);
    List<Slice> slices = new ArrayList<>();
    while (message.at < end) {
      int tag = message.tag(end);
      if (tag >>> 3 != RECORDS || (tag & 7) != BYTES) {
        message.skip(tag, end);
        continue;
      }
      if (slices.size() == most) {
        throw new IOException("it holds more than " + most + " records");
      }
      int length = message.length(end);
      slices.add(message.record(message.at + length));
    }
    return slices;
  }

  private Slice record(int end) throws IOException {
    Slice found = null;
    while (at < end) {
      int tag = tag(end);
      if (tag >>> 3 == DATA && (tag & 7) == BYTES) {
        int length = length(end);
        found = new Slice(at, length);
        at += length;
      } else {
        skip(tag, end);
      }
    }
    if (found == null) {
      throw new IOException("a record in it has no data");
    }
    return found;
  }

  private int tag(int end) throws IOException {
    long tag = varint(end);
    if (tag < 8 || tag > Integer.MAX_VALUE) {
      throw new IOException("it has a field without a number");
    }
    return (int) tag;
  }

  /** A length of bytes that follow, all of them before the end. */
  private int length(int end) throws IOException {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      throw new IOException("a field is longer than what it stands in");
    }
    return (int) length;
  }

  private void skip(int tag, int end) throws IOException {
    switch (tag & 7) {
      case VARINT -> varint(end);
      case FIXED64 -> advance(8, end);
      case BYTES -> advance(length(end), end);
      case FIXED32 -> advance(4, end);
      default -> throw new IOException("it has a field of an unknown type");
    }
  }

  private void advance(int bytes, int end) throws IOException {
    if (bytes > end - at) {
      throw new IOException("it ends within a field");
    }
    at += bytes;
  }

  private long varint(int end) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new IOException("it ends within a number");
      }
      byte b = data[at++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("it has a number of more than 64 bits");
  }

  private static byte[] md5(byte[] data, int from, int to) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(data, from, to - from);
      return md5.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }
}
