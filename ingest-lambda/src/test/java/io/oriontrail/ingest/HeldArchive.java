package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** An archive in memory that keeps to the condition and can be made to fail. */
final class HeldArchive implements Archive {
  final Map<String, byte[]> objects = new TreeMap<>();
  private Predicate<String> broken = key -> false;

  void breakFor(Predicate<String> broken) {
    this.broken = broken;
  }

  @Override
  public boolean put(String key, byte[] object) {
    if (broken.test(key)) {
      throw new ArchiveException("cannot put " + key, new IOException("gone"));
    }
    byte[] there = objects.putIfAbsent(key, object);
    if (there != null && !Arrays.equals(there, object)) {
      throw new AssertionError("another object under the name " + key);
    }
    return there == null;
  }

  /** The lines of all objects, by key and in their order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    objects.values().forEach(object -> lines.addAll(lines(object)));
    return lines;
  }

  List<String> linesOf(String key) {
    byte[] object = objects.get(key);
    if (object == null) {
      throw new AssertionError("nothing lies under " + key + ", but " + objects.keySet());
    }
    return lines(object);
  }

  private static List<String> lines(byte[] object) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(object))) {
      String text = new String(gzip.readAllBytes(), UTF_8);
      if (!text.endsWith("\n")) {
        throw new AssertionError("the last line has no end: " + text);
      }
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
