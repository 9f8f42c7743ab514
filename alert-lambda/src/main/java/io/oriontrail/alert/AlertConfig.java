package io.oriontrail.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the alert function. Every variable is checked when the function starts.
 *
 * @param stage whose alarms these are; their names begin with it
 * @param eventTable name of the table of events, whose failures are read
 * @param rollupTable name of the table of roll-ups
 * @param alertTable name of the function's own table
 * @param retention how long events are kept
 * @param alarms ARNs of the topics that alarms are published to, with their severity
 * @param receivers by severity
 * @param dashboard address of the dashboard, with a slash at its end
 * @param groups name of the group by an alarm's short name; an alarm without one is its own group
 * @param groupFor for how long an alarm keeps the others of its group quiet
 * @param executions how many are named in a message
 * @param region of tables, topics and secrets
 * @param dynamoDbEndpoint in place of AWS's, for local runs
 * @param snsEndpoint in place of AWS's, for local runs
 * @param secretsEndpoint in place of AWS's, for local runs
 */
public record AlertConfig(
    String stage,
    String eventTable,
    String rollupTable,
    String alertTable,
    Duration retention,
    Map<String, Severity> alarms,
    Map<Severity, Receivers> receivers,
    String dashboard,
    Map<String, String> groups,
    Duration groupFor,
    int executions,
    String region,
    @Nullable URI dynamoDbEndpoint,
    @Nullable URI snsEndpoint,
    @Nullable URI secretsEndpoint) {
  public static final String STAGE = "ORION_STAGE";
  public static final String EVENT_TABLE = "ORION_EVENT_TABLE";
  public static final String ROLLUP_TABLE = "ORION_ROLLUP_TABLE";
  public static final String ALERT_TABLE = "ORION_ALERT_TABLE";
  public static final String RETENTION = "ORION_RETENTION";

  /** ARN of the topic to which alarms are published that wake somebody. */
  public static final String PAGE_ALARMS = "ORION_PAGE_ALARMS";

  /** ARN of the topic to which the others are published. */
  public static final String TICKET_ALARMS = "ORION_TICKET_ALARMS";

  /** ARN of the topic whose subscribers are woken. */
  public static final String PAGE_TOPIC = "ORION_PAGE_TOPIC";

  public static final String TICKET_TOPIC = "ORION_TICKET_TOPIC";

  /** ARN of the secret that holds a chat's webhook; without it no chat is told. */
  public static final String PAGE_CHAT = "ORION_PAGE_CHAT";

  public static final String TICKET_CHAT = "ORION_TICKET_CHAT";
  public static final String DASHBOARD = "ORION_DASHBOARD";

  /** {@code group=alarm,alarm;group=alarm}, by short names; nothing is grouped without it. */
  public static final String GROUPS = "ORION_ALERT_GROUPS";

  public static final String GROUP_FOR = "ORION_ALERT_GROUP_FOR";

  /** From 0 to {@value #MOST_EXECUTIONS}. */
  public static final String EXECUTIONS = "ORION_ALERT_EXECUTIONS";

  public static final String REGION = "AWS_REGION";
  public static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
  public static final String SNS_ENDPOINT = "AWS_ENDPOINT_URL_SNS";
  public static final String SECRETS_ENDPOINT = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
  public static final int MOST_EXECUTIONS = 10;

  /** The dimension of a metric that names a step, which makes a message tell of that step. */
  public static final String STEP_DIMENSION = AlarmJson.STEP;

  private static final Duration DEFAULT_GROUP_FOR = Duration.ofHours(4);
  private static final int DEFAULT_EXECUTIONS = 3;

  /**
   * Where a severity's messages go.
   *
   * @param topic ARN of an SNS topic
   * @param chat ARN of a secret with a webhook's address; null for no chat
   */
  public record Receivers(String topic, @Nullable String chat) {}

  public AlertConfig {
    alarms = Map.copyOf(alarms);
    receivers = Map.copyOf(receivers);
    groups = Map.copyOf(groups);
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if one is missing or wrong; names the variable and its value
   */
  public static AlertConfig from(Map<String, String> environment) {
    return new AlertConfig(
        required(environment, STAGE, "the stage's name"),
        required(environment, EVENT_TABLE, "the name of the event table"),
        required(environment, ROLLUP_TABLE, "the name of the table of roll-ups"),
        required(environment, ALERT_TABLE, "the name of the table of groups"),
        duration(environment, RETENTION, Duration.ofDays(14)),
        Map.of(
            required(environment, PAGE_ALARMS, "the ARN of a topic"), Severity.PAGE,
            required(environment, TICKET_ALARMS, "the ARN of a topic"), Severity.TICKET),
        Map.of(
            Severity.PAGE, receivers(environment, PAGE_TOPIC, PAGE_CHAT),
            Severity.TICKET, receivers(environment, TICKET_TOPIC, TICKET_CHAT)),
        dashboard(environment),
        groups(environment),
        duration(environment, GROUP_FOR, DEFAULT_GROUP_FOR),
        executions(environment),
        required(environment, REGION, "an AWS region such as eu-west-1"),
        endpoint(environment, DYNAMODB_ENDPOINT),
        endpoint(environment, SNS_ENDPOINT),
        endpoint(environment, SECRETS_ENDPOINT));
  }

  private static String required(Map<String, String> environment, String name, String meaning) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set; it must be " + meaning);
    }
    return value;
  }

  private static Receivers receivers(Map<String, String> environment, String topic, String chat) {
    return new Receivers(required(environment, topic, "the ARN of a topic"), environment.get(chat));
  }

  private static String dashboard(Map<String, String> environment) {
    String rule = "the dashboard's address with a slash at its end";
    String text = required(environment, DASHBOARD, rule);
    boolean whole = text.startsWith("https://") || text.startsWith("http://127.0.0.1");
    if (!whole || !text.endsWith("/")) {
      throw wrong(DASHBOARD, text, "must be " + rule);
    }
    return text;
  }

  private static Map<String, String> groups(Map<String, String> environment) {
    String text = environment.get(GROUPS);
    Map<String, String> groups = new HashMap<>();
    if (text == null || text.isEmpty()) {
      return groups;
    }
    for (String group : text.split(";", -1)) {
      int equals = group.indexOf('=');
      if (equals < 1 || equals == group.length() - 1) {
        throw wrong(GROUPS, text, "must be such as ingest=freshness,silence;query=query-latency");
      }
      for (String alarm : group.substring(equals + 1).split(",", -1)) {
        if (alarm.isBlank() || groups.put(alarm, group.substring(0, equals)) != null) {
          throw wrong(GROUPS, text, "must name each alarm once, and '" + alarm + "' is not");
        }
      }
    }
    return groups;
  }

  private static Duration duration(
      Map<String, String> environment, String name, Duration otherwise) {
    String text = environment.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for zero.
    }
    throw wrong(name, text, "must be an ISO 8601 duration longer than zero, such as PT4H");
  }

  private static int executions(Map<String, String> environment) {
    String text = environment.get(EXECUTIONS);
    if (text == null) {
      return DEFAULT_EXECUTIONS;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= MOST_EXECUTIONS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for one that is too large.
    }
    throw wrong(EXECUTIONS, text, "must be a whole number from 0 to " + MOST_EXECUTIONS);
  }

  private static @Nullable URI endpoint(Map<String, String> environment, String name) {
    String text = environment.get(name);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute() && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, as for a URI without a host.
    }
    throw wrong(name, text, "must be a URL such as http://127.0.0.1:8000");
  }

  private static IllegalArgumentException wrong(String name, String value, String rule) {
    return new IllegalArgumentException(name + " " + rule + "; it is '" + value + "'");
  }
}
