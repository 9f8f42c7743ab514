package io.oriontrail.ingest;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the ingest function. Every variable is checked when the function starts.
 *
 * @param eventTable name of the table
 * @param rollupTable name of the table of roll-ups; null where none are kept
 * @param retention how long an event is kept, from when it is stored
 * @param quarantineBucket name of the bucket for what cannot be stored
 * @param payload what of an event's free content may be stored
 * @param stepMetrics names of the steps whose runs are counted in metrics
 * @param region of tables and bucket
 * @param dynamoDbEndpoint in place of AWS's, for local runs
 * @param s3Endpoint in place of AWS's, for local runs
 */
public record IngestConfig(
    String eventTable,
    @Nullable String rollupTable,
    Duration retention,
    String quarantineBucket,
    PayloadRules payload,
    Set<String> stepMetrics,
    String region,
    @Nullable URI dynamoDbEndpoint,
    @Nullable URI s3Endpoint) {
  public static final String EVENT_TABLE = "ORION_EVENT_TABLE";

  /** Where it is not set, nothing is summed up. */
  public static final String ROLLUP_TABLE = "ORION_ROLLUP_TABLE";

  public static final String RETENTION = "ORION_RETENTION";
  public static final String QUARANTINE_BUCKET = "ORION_QUARANTINE_BUCKET";

  /** Names of attributes that may be stored, with commas between them; all where it is not set. */
  public static final String ATTRIBUTES = "ORION_ATTRIBUTES";

  /**
   * A regular expression of {@link java.util.regex.Pattern}: what it finds in error messages and
   * values of attributes is blacked out before it is stored; nothing where it is not set.
   */
  public static final String REDACT = "ORION_REDACT";

  /**
   * Names of steps, with commas between them, of which metrics say how many runs ended and failed;
   * at most {@value #MAX_STEP_METRICS}, since each is paid for; none where it is not set.
   */
  public static final String STEP_METRICS = "ORION_STEP_METRICS";

  public static final int MAX_STEP_METRICS = 50;

  public static final String REGION = "AWS_REGION";
  public static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
  public static final String S3_ENDPOINT = "AWS_ENDPOINT_URL_S3";

  /** What is kept where {@link #RETENTION} says nothing. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(14);

  /** What the keys of all quarantine objects begin with; the function may write nowhere else. */
  public static final String QUARANTINE_PREFIX = "quarantine/";

  private static final Duration MIN_RETENTION = Duration.ofHours(1);
  private static final Duration MAX_RETENTION = Duration.ofDays(3660);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one is missing or wrong; names the variable and its value
   */
  public static IngestConfig from(Map<String, String> environment) {
    return new IngestConfig(
        required(environment, EVENT_TABLE, "the name of the event table"),
        optional(environment, ROLLUP_TABLE, "the name of the table of roll-ups"),
        retention(environment),
        required(environment, QUARANTINE_BUCKET, "the name of the quarantine's S3 bucket"),
        payload(environment),
        stepMetrics(environment),
        required(environment, REGION, "an AWS region such as eu-west-1"),
        endpoint(environment, DYNAMODB_ENDPOINT),
        endpoint(environment, S3_ENDPOINT));
  }

  static String required(Map<String, String> environment, String name, String meaning) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set; it must be " + meaning);
    }
    return value;
  }

  private static @Nullable String optional(
      Map<String, String> environment, String name, String meaning) {
    String value = environment.get(name);
    if (value != null && value.isBlank()) {
      throw illegal(name, value, "must be " + meaning, null);
    }
    return value;
  }

  private static Duration retention(Map<String, String> environment) {
    String text = environment.get(RETENTION);
    if (text == null) {
      return DEFAULT_RETENTION;
    }
    Duration retention;
    try {
      retention = Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw illegal(RETENTION, text, "must be an ISO-8601 duration such as P14D", e);
    }
    if (retention.compareTo(MIN_RETENTION) < 0 || retention.compareTo(MAX_RETENTION) > 0) {
      throw illegal(RETENTION, text, "must be from PT1H to P3660D", null);
    }
    return retention;
  }

  static PayloadRules payload(Map<String, String> environment) {
    return new PayloadRules(attributes(environment), redacted(environment));
  }

  private static @Nullable Set<String> attributes(Map<String, String> environment) {
    return names(environment, ATTRIBUTES, "must be names of attributes such as region,tier");
  }

  private static Set<String> stepMetrics(Map<String, String> environment) {
    String rule =
        "must be at most %d names of steps such as VERIFY_IDENTITY,OPEN_ACCOUNT"
            .formatted(MAX_STEP_METRICS);
    Set<String> names = names(environment, STEP_METRICS, rule);
    if (names != null && names.size() > MAX_STEP_METRICS) {
      throw illegal(STEP_METRICS, environment.get(STEP_METRICS), rule, null);
    }
    return names == null ? Set.of() : names;
  }

  private static @Nullable Set<String> names(
      Map<String, String> environment, String variable, String rule) {
    String text = environment.get(variable);
    if (text == null) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (String name : text.split(",", -1)) {
      if (name.isBlank()) {
        throw illegal(variable, text, rule, null);
      }
      names.add(name.strip());
    }
    return names;
  }

  private static @Nullable Pattern redacted(Map<String, String> environment) {
    String text = environment.get(REDACT);
    if (text == null) {
      return null;
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matcher("").find()) {
        throw illegal(REDACT, text, "must be a regular expression that finds no empty text", null);
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw illegal(REDACT, text, "must be a regular expression such as [0-9]{13,19}", e);
    }
  }

  static @Nullable URI endpoint(Map<String, String> environment, String name) {
    String text = environment.get(name);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
      throw illegal(name, text, "must be a URL such as http://127.0.0.1:8000", null);
    } catch (URISyntaxException e) {
      throw illegal(name, text, "must be a URL such as http://127.0.0.1:8000", e);
    }
  }

  private static IllegalArgumentException illegal(
      String name, @Nullable String value, String rule, @Nullable Exception cause) {
    return new IllegalArgumentException(name + " " + rule + "; it is '" + value + "'", cause);
  }
}
