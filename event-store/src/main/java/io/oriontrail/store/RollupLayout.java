package io.oriontrail.store;

import io.oriontrail.event.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * The table of roll-ups in one place. All its items are sums over events by the time that the
 * events themselves name, and only ever added to.
 *
 * <pre>
 * pk               sk                what it sums
 * fine#HOUR        step#MINUTE       a step within five minutes: counts and duration histogram
 * coarse#DAY       step#HOUR         a step within an hour: the same
 * error#DAY        step#code         failures with a code: by hour, distinct accounts, executions
 * minute#HOUR      step#code         the same failures by minute
 * edge#DAY         step#step         declared dependencies, first the one waited for: by hour
 * emitter#HOUR     emitterId         events stored of an emitter's
 * </pre>
 *
 * <p>Neither steps nor emitters hold a {@code #}; an error code may, and stands last.
 */
public final class RollupLayout {
  public static final String PK = "pk";
  public static final String SK = "sk";

  /** Epoch second from which DynamoDB may delete the item. */
  public static final String TTL = "ttl";

  /** What stands for all names beyond those that a function instance tells apart. */
  public static final String OTHER = "OTHER";

  /** Width of the fine buckets. */
  public static final Duration FINE = Duration.ofMinutes(5);

  /** Width of the coarse buckets. */
  public static final Duration COARSE = Duration.ofHours(1);

  static final String STARTED = "s";
  static final String ENDED = "e";
  static final String FAILED = "f";
  static final String COUNT = "n";
  static final String ACCOUNTS = "a";
  static final String EXECUTIONS = "x";
  static final String BUCKET = "h";
  static final String PART = "p";

  static final String EMITTER = "emitter#";

  private static final int LENGTH_OF_DAY = "2026-11-22".length();
  private static final int LENGTH_OF_HOUR = "2026-11-22T10".length();
  private static final int LENGTH_OF_MINUTE = "2026-11-22T10:15".length();

  private static final String[] BUCKETS =
      IntStream.range(0, 400).mapToObj(number -> BUCKET + number).toArray(String[]::new);

  private RollupLayout() {}

  static String day(Instant time) {
    return Rfc3339.format(time).substring(0, LENGTH_OF_DAY);
  }

  static String hour(Instant time) {
    return Rfc3339.format(time).substring(0, LENGTH_OF_HOUR);
  }

  static Instant fineStart(Instant time) {
    long second = time.getEpochSecond();
    return Instant.ofEpochSecond(second - Math.floorMod(second, FINE.toSeconds()));
  }

  static ItemKey fine(String step, Instant time) {
    String bucket = Rfc3339.format(fineStart(time)).substring(0, LENGTH_OF_MINUTE);
    return new ItemKey("fine#" + hour(time), step + '#' + bucket);
  }

  static ItemKey coarse(String step, Instant time) {
    return new ItemKey("coarse#" + day(time), step + '#' + hour(time));
  }

  static ItemKey error(String step, String code, Instant time) {
    return new ItemKey("error#" + day(time), step + '#' + code);
  }

  static ItemKey errorMinutes(String step, String code, Instant time) {
    return new ItemKey("minute#" + hour(time), step + '#' + code);
  }

  static ItemKey edge(String from, String to, Instant time) {
    return new ItemKey("edge#" + day(time), from + '#' + to);
  }

  static ItemKey emitter(String emitterId, Instant time) {
    return new ItemKey(EMITTER + hour(time), emitterId);
  }

  static boolean isOfEmitter(ItemKey key) {
    return key.pk().startsWith(EMITTER);
  }

  /** The attribute that counts for an hour within a day, or a minute within an hour. */
  static String part(int number) {
    return PART + number;
  }

  static int hourOfDay(Instant time) {
    return (int) (Math.floorMod(time.getEpochSecond(), 86_400L) / 3_600);
  }

  static int minuteOfHour(Instant time) {
    return (int) (Math.floorMod(time.getEpochSecond(), 3_600L) / 60);
  }

  /** The attribute that counts durations of a histogram's bucket. */
  static String bucket(int number) {
    return number < BUCKETS.length ? BUCKETS[number] : BUCKET + number;
  }

  /** Creates the table, for local runs and tests; infra holds the deployed one. */
  public static CreateTableRequest createTableRequest(String tableName) {
    return TableForm.request(tableName, PK, SK).build();
  }
}
