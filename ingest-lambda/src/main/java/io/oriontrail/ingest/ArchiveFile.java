package io.oriontrail.ingest;

import io.oriontrail.event.JsonLines;
import io.oriontrail.event.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** An object of the archive while it is written: compressed as it grows. For one thread. */
final class ArchiveFile {
  private static final int FIRST_SIZE = 32 << 10;
  private static final int CHUNK = 64 << 10;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_SIZE);
  private final GZIPOutputStream gzip;
  private final JsonLines lines = new JsonLines(CHUNK);

  ArchiveFile() {
    try {
      gzip = new GZIPOutputStream(bytes);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  void add(WireMessage message) {
    lines.add(message);
    if (lines.size() >= CHUNK) {
      compress();
    }
  }

  /** The whole object; nothing can be added any more. */
  byte[] finish() {
    compress();
    try {
      gzip.close();
    } catch (IOException e) {
      throw inMemory(e);
    }
    return bytes.toByteArray();
  }

  private void compress() {
    try {
      gzip.write(lines.array(), 0, lines.size());
    } catch (IOException e) {
      throw inMemory(e);
    }
    lines.truncate(0);
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("cannot write to memory", e);
  }
}
