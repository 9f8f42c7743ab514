package io.oriontrail.ingest;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the ingest function. Every variable is checked when the function starts.
 *
 * @param eventTable name of the table
 * @param retention how long an event is kept, from when it is stored
 * @param quarantineBucket name of the bucket for what cannot be stored
 * @param region of both
 * @param dynamoDbEndpoint in place of AWS's, for local runs
 * @param s3Endpoint in place of AWS's, for local runs
 */
public record IngestConfig(
    String eventTable,
    Duration retention,
    String quarantineBucket,
    String region,
    @Nullable URI dynamoDbEndpoint,
    @Nullable URI s3Endpoint) {
  public static final String EVENT_TABLE = "ORION_EVENT_TABLE";
  public static final String RETENTION = "ORION_RETENTION";
  public static final String QUARANTINE_BUCKET = "ORION_QUARANTINE_BUCKET";
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
        retention(environment),
        required(environment, QUARANTINE_BUCKET, "the name of the quarantine's S3 bucket"),
        required(environment, REGION, "an AWS region such as eu-west-1"),
        endpoint(environment, DYNAMODB_ENDPOINT),
        endpoint(environment, S3_ENDPOINT));
  }

  private static String required(Map<String, String> environment, String name, String meaning) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set; it must be " + meaning);
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

  private static @Nullable URI endpoint(Map<String, String> environment, String name) {
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
      String name, String value, String rule, @Nullable Exception cause) {
    return new IllegalArgumentException(name + " " + rule + "; it is '" + value + "'", cause);
  }
}
