package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.archive.ArchiveObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What a line's buckets hold, looked into with other code than that which writes it. */
final class KeptObjects {
  static final String ARCHIVE = LineSettings.ARCHIVE_BUCKET;
  static final List<String> BUCKETS =
      List.of(ARCHIVE, LineSettings.QUARANTINE_BUCKET, LineSettings.FAILURE_BUCKET);

  private final S3Client s3;

  KeptObjects(S3Client s3) {
    this.s3 = s3;
  }

  /** The archived lines of accounts that are called so or begin so. */
  List<String> archived(String account) {
    List<String> lines = new ArrayList<>();
    in(ARCHIVE)
        .forEach(
            (key, object) ->
                text(object)
                    .lines()
                    .filter(text -> text.startsWith("{\"accountId\":\"" + account))
                    .forEach(lines::add));
    return lines;
  }

  static String keyOf(Map<String, byte[]> objects, String text) {
    return objects.entrySet().stream()
        .filter(object -> text(object.getValue()).contains(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  static long linesOf(Map<String, byte[]> objects, String key, String account) {
    return text(Objects.requireNonNull(objects.get(key)))
        .lines()
        .filter(text -> text.startsWith("{\"accountId\":\"" + account))
        .count();
  }

  /** Older versions of objects count, too. */
  long mentions(String bucket, String account) {
    return s3.listObjectVersionsPaginator(list -> list.bucket(bucket)).versions().stream()
        .map(
            version ->
                s3.getObjectAsBytes(
                        get -> get.bucket(bucket).key(version.key()).versionId(version.versionId()))
                    .asByteArray())
        .flatMap(object -> Stream.concat(text(object).lines(), raws(object)))
        .filter(text -> text.contains("\"" + account + "\""))
        .count();
  }

  /**
   * Lines about others in older versions that tell of the account: an erasure takes such a version
   * away whole, as what else it held lies in the one after it.
   */
  long takenAlong(String bucket, String account) {
    return s3.listObjectVersionsPaginator(list -> list.bucket(bucket)).versions().stream()
        .filter(version -> !version.isLatest())
        .map(
            version ->
                s3.getObjectAsBytes(
                        get -> get.bucket(bucket).key(version.key()).versionId(version.versionId()))
                    .asByteArray())
        .map(object -> text(object).lines().toList())
        .filter(lines -> lines.stream().anyMatch(line -> tellsOf(line, account)))
        .mapToLong(lines -> lines.stream().filter(line -> !tellsOf(line, account)).count())
        .sum();
  }

  private static boolean tellsOf(String line, String account) {
    return Stream.concat(Stream.of(line), raws(line.getBytes(UTF_8)))
        .anyMatch(text -> text.contains("\"" + account + "\""));
  }

  /** What is base64 in the object, and perhaps compressed there. */
  static Stream<String> raws(byte[] object) {
    return Pattern.compile("\"(?:raw|data)\":\"([^\"]*)\"")
        .matcher(new String(object, UTF_8))
        .results()
        .map(raw -> text(Base64.getDecoder().decode(raw.group(1))));
  }

  static String text(byte[] object) {
    if (object.length < 2 || object[0] != 0x1f) {
      return new String(object, UTF_8);
    }
    try {
      StringBuilder text = new StringBuilder();
      for (byte[] line : ArchiveObjects.lines(object)) {
        text.append(new String(line, UTF_8)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      return "";
    }
  }

  Map<String, Map<String, byte[]>> buckets() {
    Map<String, Map<String, byte[]>> buckets = new TreeMap<>();
    for (String bucket : BUCKETS) {
      buckets.put(bucket, in(bucket));
    }
    return buckets;
  }

  /** Objects that do not hold the account are as they were; empty: none does. */
  static void requireSame(
      Map<String, Map<String, byte[]>> now,
      Map<String, Map<String, byte[]>> before,
      String account) {
    before.forEach(
        (bucket, objects) ->
            objects.forEach(
                (key, object) -> {
                  boolean holdsIt =
                      !account.isEmpty()
                          && Stream.concat(Stream.of(text(object)), raws(object))
                              .anyMatch(text -> text.contains("\"" + account + "\""));
                  if (!holdsIt) {
                    assertThat(now.getOrDefault(bucket, Map.of()).get(key))
                        .as(key)
                        .isEqualTo(object);
                  }
                }));
  }

  Map<String, byte[]> in(String bucket) {
    Map<String, byte[]> objects = new TreeMap<>();
    s3.listObjectsV2Paginator(request -> request.bucket(bucket))
        .contents()
        .forEach(
            object ->
                objects.put(
                    object.key(),
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                        .asByteArray()));
    return objects;
  }

  void put(String bucket, String key, byte[] object) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(object));
  }

  void delete(String bucket, String key) {
    s3.listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(key))
        .versions()
        .forEach(
            version ->
                s3.deleteObject(
                    delete ->
                        delete.bucket(bucket).key(version.key()).versionId(version.versionId())));
  }
}
