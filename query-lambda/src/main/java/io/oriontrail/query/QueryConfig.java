package io.oriontrail.query;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the query function, read from environment variables. Wrong ones stop the start with a
 * message that names the variable and the value; nothing is clamped.
 *
 * @param eventTable the DynamoDB table that holds the events
 * @param rollupTable the DynamoDB table that holds what events add up to; null where there is none
 * @param retention how long events are kept; named in answers about unknown executions
 * @param journeyFile the journey definition; null without one
 * @param cursorKey secret that paging cursors are signed with; null for a key that is none
 * @param access who may read what
 * @param audit where it is recorded who looked at what
 * @param originSecrets any of which the edge has to show; empty where requests may come from
 *     anywhere
 * @param region the AWS region; null for what the SDK finds out
 * @param dynamoDbEndpoint where DynamoDB is; null for AWS's own
 * @param credentials null for the SDK's default chain
 */
public record QueryConfig(
    String eventTable,
    @Nullable String rollupTable,
    Duration retention,
    @Nullable Path journeyFile,
    @Nullable String cursorKey,
    Access access,
    Audit audit,
    List<String> originSecrets,
    @Nullable String region,
    @Nullable URI dynamoDbEndpoint,
    @Nullable Credentials credentials) {

  /** Name of the DynamoDB table that holds the events; required. */
  public static final String EVENT_TABLE = "ORION_EVENT_TABLE";

  /**
   * Name of the DynamoDB table that holds what events add up to. Without it there are no baselines,
   * and questions across accounts are answered with 503.
   */
  public static final String ROLLUP_TABLE = "ORION_ROLLUP_TABLE";

  /** How long events are kept, ISO 8601; default {@code P14D}. */
  public static final String RETENTION = "ORION_RETENTION";

  /** Path of a journey definition; none by default. */
  public static final String JOURNEY_FILE = "ORION_JOURNEY_FILE";

  /**
   * Secret that cursors are signed with, at least {@value #MIN_CURSOR_KEY_BYTES} bytes. Without it
   * they are still sealed against damage, with a key that follows from the table's name.
   */
  public static final String CURSOR_KEY = "ORION_CURSOR_KEY";

  /**
   * How callers are told apart: {@code oidc} by their token's scopes (the default), {@code iam} by
   * the AWS principal that signed, {@code open} not at all, which is for loopback only.
   */
  public static final String ACCESS = "ORION_ACCESS";

  /**
   * With {@code iam}: what the ARNs of those begin with who may see attributes and error messages,
   * separated by commas; nobody by default.
   */
  public static final String PAYLOAD_PRINCIPALS = "ORION_PAYLOAD_PRINCIPALS";

  /**
   * Where it is recorded who looked at what: {@code dynamodb} for the table that {@link
   * #AUDIT_TABLE} names, {@code log} (the default) for a line in the function's log, or {@code
   * off}.
   */
  public static final String AUDIT = "ORION_AUDIT";

  /** Name of the DynamoDB table that looks are recorded in. */
  public static final String AUDIT_TABLE = "ORION_AUDIT_TABLE";

  /** How long records of looks are kept, ISO 8601; default {@code P400D}. */
  public static final String AUDIT_RETENTION = "ORION_AUDIT_RETENTION";

  /**
   * Secrets of which the edge in front of the API has to show one in the header {@value
   * #ORIGIN_HEADER}, separated by commas, each of at least {@value #MIN_ORIGIN_SECRET_BYTES} bytes.
   * Without it requests may come from anywhere.
   */
  public static final String ORIGIN_SECRETS = "ORION_ORIGIN_SECRETS";

  /** The header that the edge sets, over whatever its caller sent under this name. */
  public static final String ORIGIN_HEADER = "x-orion-origin";

  public static final String REGION = "AWS_REGION";
  public static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
  public static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
  public static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";
  public static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  public static final int MIN_CURSOR_KEY_BYTES = 32;
  public static final int MIN_ORIGIN_SECRET_BYTES = 32;

  private static final Duration DEFAULT_RETENTION = Duration.ofDays(14);
  private static final Duration DEFAULT_AUDIT_RETENTION = Duration.ofDays(400);

  /**
   * Where it is recorded who looked at what.
   *
   * @param table the DynamoDB table; null where there is none
   * @param logged whether it is written to the function's log
   */
  record Audit(@Nullable String table, boolean logged, Duration retention) {}

  /**
   * AWS credentials as the environment gives them; {@code sessionToken} only with temporary ones.
   */
  public record Credentials(
      String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + "]";
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one is missing or wrong; the message names it
   */
  public static QueryConfig from(Map<String, String> environment) {
    String table = text(environment, EVENT_TABLE);
    if (table == null) {
      throw new IllegalArgumentException(
          EVENT_TABLE + " is not set; it names the DynamoDB table that holds the events");
    }
    return new QueryConfig(
        table,
        text(environment, ROLLUP_TABLE),
        duration(RETENTION, text(environment, RETENTION), DEFAULT_RETENTION),
        path(text(environment, JOURNEY_FILE)),
        cursorKey(text(environment, CURSOR_KEY)),
        access(environment),
        audit(environment),
        originSecrets(text(environment, ORIGIN_SECRETS)),
        text(environment, REGION),
        endpoint(text(environment, DYNAMODB_ENDPOINT)),
        credentials(environment));
  }

  private static @Nullable String text(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static Duration duration(String name, @Nullable String value, Duration otherwise) {
    if (value == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for zero.
    }
    throw wrong(name, value, "must be an ISO 8601 duration longer than zero, such as P14D");
  }

  private static Access access(Map<String, String> environment) {
    String mode = text(environment, ACCESS);
    String principals = text(environment, PAYLOAD_PRINCIPALS);
    List<String> list =
        principals == null
            ? List.of()
            : Arrays.stream(principals.split(",", -1)).map(String::strip).toList();
    for (String arn : list) {
      if (!arn.startsWith("arn:")) {
        throw wrong(PAYLOAD_PRINCIPALS, principals, "must be ARNs, separated by commas");
      }
    }
    return switch (mode) {
      case null -> new Access(Access.Mode.OIDC, list);
      case "oidc" -> new Access(Access.Mode.OIDC, list);
      case "iam" -> new Access(Access.Mode.IAM, list);
      case "open" -> new Access(Access.Mode.OPEN, list);
      default -> throw wrong(ACCESS, mode, "must be oidc, iam or open");
    };
  }

  private static Audit audit(Map<String, String> environment) {
    String to = text(environment, AUDIT);
    Duration kept =
        duration(AUDIT_RETENTION, text(environment, AUDIT_RETENTION), DEFAULT_AUDIT_RETENTION);
    String table = text(environment, AUDIT_TABLE);
    return switch (to) {
      case null -> new Audit(null, true, kept);
      case "log" -> new Audit(null, true, kept);
      case "off" -> new Audit(null, false, kept);
      case "dynamodb" -> {
        if (table == null) {
          throw new IllegalArgumentException(
              AUDIT_TABLE + " is not set; it names the table that looks are recorded in");
        }
        yield new Audit(table, false, kept);
      }
      default -> throw wrong(AUDIT, to, "must be dynamodb, log or off");
    };
  }

  private static @Nullable Path path(@Nullable String value) {
    try {
      return value == null ? null : Path.of(value);
    } catch (InvalidPathException e) {
      throw wrong(JOURNEY_FILE, value, "must be the path of a file");
    }
  }

  private static @Nullable String cursorKey(@Nullable String value) {
    if (value != null && value.getBytes(StandardCharsets.UTF_8).length < MIN_CURSOR_KEY_BYTES) {
      throw new IllegalArgumentException(
          CURSOR_KEY + " must have at least " + MIN_CURSOR_KEY_BYTES + " bytes");
    }
    return value;
  }

  private static List<String> originSecrets(@Nullable String value) {
    List<String> secrets = value == null ? List.of() : List.of(value.split(",", -1));
    for (String secret : secrets) {
      if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_ORIGIN_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "each of "
                + ORIGIN_SECRETS
                + " must have at least "
                + MIN_ORIGIN_SECRET_BYTES
                + " bytes; there are commas between them");
      }
    }
    return secrets;
  }

  private static @Nullable URI endpoint(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      URI uri = new URI(value);
      if (uri.isAbsolute() && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, as for a URI without a host.
    }
    throw wrong(DYNAMODB_ENDPOINT, value, "must be a URL such as http://127.0.0.1:8000");
  }

  private static @Nullable Credentials credentials(Map<String, String> environment) {
    String id = text(environment, ACCESS_KEY_ID);
    String secret = text(environment, SECRET_ACCESS_KEY);
    if (id == null && secret == null) {
      return null;
    }
    if (id == null || secret == null) {
      throw new IllegalArgumentException(
          "only one of " + ACCESS_KEY_ID + " and " + SECRET_ACCESS_KEY + " is set; set both");
    }
    return new Credentials(id, secret, text(environment, SESSION_TOKEN));
  }

  private static IllegalArgumentException wrong(String name, @Nullable String value, String rule) {
    return new IllegalArgumentException(name + " " + rule + "; it is '" + value + "'");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "QueryConfig[table="
        + eventTable
        + ", retention="
        + retention
        + ", journeyFile="
        + journeyFile
        + ", region="
        + region
        + ", dynamoDbEndpoint="
        + dynamoDbEndpoint
        + "]";
  }
}
