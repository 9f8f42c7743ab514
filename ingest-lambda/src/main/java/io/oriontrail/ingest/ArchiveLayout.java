package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The archive in one place: what its objects are called and hold.
 *
 * <p>Events lie in {@code events/day=2026-11-22/part=7/SHARD-FIRST-LAST.ndjson.gz}: gzip of one
 * event a line, each with its id, each line ended by a newline. The day is the one (in UTC) on
 * which the stream took the record; the part follows from the account, so that one account's events
 * are sought in a sixteenth of all objects. Heartbeats, which are no account's, lie in {@code
 * heartbeats/day=2026-11-22/}. The rest of a name is the range of the stream that the object is
 * made from: the same records make the same object, however often they are delivered.
 */
public final class ArchiveLayout {
  public static final String EVENTS = "events/";
  public static final String HEARTBEATS = "heartbeats/";

  /** The partitions of {@link #EVENTS}, outer first, by the names that Athena knows them by. */
  public static final String DAY = "day";

  public static final String PART = "part";

  /** All parts, as they are called. */
  public static final List<String> PARTS =
      IntStream.range(0, 16).mapToObj(Integer::toHexString).toList();

  /**
   * What the partition keys of records begin with that come out of the archive: they are stored
   * like all others and not archived anew. No producer may use it.
   */
  public static final String REPLAY_KEY = "orion-replay#";

  private static final String ENDING = ".ndjson.gz";

  private ArchiveLayout() {}

  /** The part that the account's events lie in: the first digit of its id's SHA-256 in hex. */
  public static String partOf(String accountId) {
    return Integer.toHexString((sha256().digest(accountId.getBytes(UTF_8))[0] & 0xff) >> 4);
  }

  /** {@code events/day=2026-11-22/}. */
  public static String dayPrefix(LocalDate day) {
    return EVENTS + DAY + '=' + day + '/';
  }

  /** {@code events/day=2026-11-22/part=7/}. */
  public static String partPrefix(LocalDate day, String part) {
    return dayPrefix(day) + PART + '=' + part + '/';
  }

  /** Where the message lies that was in a record which the stream took then. */
  static String prefixOf(WireMessage message, Instant arrival) {
    LocalDate day = LocalDate.ofInstant(arrival, ZoneOffset.UTC);
    return switch (message) {
      case StepEvent event -> partPrefix(day, partOf(event.key().accountId()));
      case Heartbeat _ -> HEARTBEATS + DAY + '=' + day + '/';
    };
  }

  /** The name, behind its prefix, of what is made from the records from the one to the other. */
  static String name(Origin first, Origin last) {
    return "%s-%s-%s%s"
        .formatted(first.shardId(), first.sequenceNumber(), last.sequenceNumber(), ENDING);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
