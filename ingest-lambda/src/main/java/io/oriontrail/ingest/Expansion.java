package io.oriontrail.ingest;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses into one buffer that is used again and again, and no further than is allowed. Not
 * safe for use by several threads at once.
 */
final class Expansion {
  private static final int FIRST_BUFFER = 256 << 10;
  private static final int READ_BUFFER = 8 << 10;

  /** How the bytes are compressed. */
  enum Form {
    PLAIN,
    GZIP,
    ZSTD;

    static Form of(byte[] data, int from, int length) {
      if (startsWith(data, from, length, 0x1f, 0x8b)) {
        return GZIP;
      }
      return startsWith(data, from, length, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : PLAIN;
    }
  }

  private byte[] buffer = new byte[0];

  static boolean startsWith(byte[] data, int from, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((data[from + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** What was decompressed last, from its beginning; until the next call. */
  byte[] buffer() {
    return buffer;
  }

  /**
   * Decompresses and returns the length, which is {@code most + 1} where there is more.
   *
   * @throws IOException if the data is broken
   */
  int expand(Form form, byte[] data, int from, int length, int most) throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[FIRST_BUFFER];
    }
    int expanded = 0;
    try (InputStream in = open(form, new ByteArrayInputStream(data, from, length))) {
      while (expanded <= most) {
        if (expanded == buffer.length) {
          buffer = Arrays.copyOf(buffer, Math.min(expanded * 2, RecordDecoder.MAX_EXPANDED + 1));
        }
        int room = Math.min(buffer.length, most + 1) - expanded;
        int read = in.read(buffer, expanded, room);
        if (read < 0) {
          return expanded;
        }
        expanded += read;
      }
    } catch (RuntimeException e) {
      // The zstd reader tells of broken data in many ways, integer overflow among them.
      throw new IOException(e.toString(), e);
    }
    return expanded;
  }

  private static InputStream open(Form form, InputStream data) throws IOException {
    return switch (form) {
      case PLAIN -> data;
      case GZIP -> new GZIPInputStream(data, READ_BUFFER);
      case ZSTD -> new ZstdInputStream(data);
    };
  }
}
