package io.oriontrail.local.archive;

import io.oriontrail.ingest.ArchiveLayout;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of an archive's events. Safe for use by several threads at once; blocks. What fails
 * in the bucket itself comes out as the SDK's exception.
 */
public final class ArchiveObjects {
  private static final int BUFFER = 64 << 10;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /** {@code place}: the bucket's name, with a prefix behind a slash where the archive has one. */
  public ArchiveObjects(S3Client s3, String place) {
    this.s3 = s3;
    int slash = place.indexOf('/');
    this.bucket = slash < 0 ? place : place.substring(0, slash);
    String below = slash < 0 ? "" : place.substring(slash + 1);
    this.prefix = below.isEmpty() || below.endsWith("/") ? below : below + "/";
  }

  public String bucket() {
    return bucket;
  }

  /**
   * The prefixes under which what is asked for lies, sorted.
   *
   * @param accounts whose events; none for everybody's
   */
  public List<String> prefixes(Days days, Collection<String> accounts) {
    SortedSet<String> parts = new TreeSet<>();
    accounts.forEach(account -> parts.add(ArchiveLayout.partOf(account)));
    List<String> prefixes = new ArrayList<>();
    for (LocalDate day : days()) {
      if (days.has(day)) {
        if (parts.isEmpty()) {
          prefixes.add(prefix + ArchiveLayout.dayPrefix(day));
        }
        parts.forEach(part -> prefixes.add(prefix + ArchiveLayout.partPrefix(day, part)));
      }
    }
    return prefixes;
  }

  /** The keys below the prefix, sorted. */
  public List<String> keys(String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  public byte[] read(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
  }

  private SortedSet<LocalDate> days() {
    String begin = prefix + ArchiveLayout.EVENTS + ArchiveLayout.DAY + '=';
    SortedSet<LocalDate> days = new TreeSet<>();
    for (CommonPrefix day :
        s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(begin).delimiter("/"))
            .commonPrefixes()) {
      try {
        days.add(
            LocalDate.parse(day.prefix().substring(begin.length(), day.prefix().length() - 1)));
      } catch (DateTimeParseException e) {
        // Somebody else's: the archive names days and nothing else.
      }
    }
    return days;
  }

  /**
   * The lines of an object, each without its end.
   *
   * @throws IOException if its compression is broken, wherever that is: then none of it is sure
   */
  public static List<byte[]> lines(byte[] object) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    try (InputStream in =
        new BufferedInputStream(
            new GZIPInputStream(new ByteArrayInputStream(object), BUFFER), BUFFER)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          lines.add(line.toByteArray());
          line.reset();
        } else {
          line.write(b);
        }
      }
    }
    if (line.size() > 0) {
      throw new IOException("its last line has no end");
    }
    return lines;
  }
}
