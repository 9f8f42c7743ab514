package io.oriontrail.alert;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The door: SNS has Lambda call it with what CloudWatch published about an alarm, and it tells
 * people. Throws where a channel did not take a message, so that Lambda calls again; a channel that
 * took it is then left out. Writes a line of log for each change. Safe for use by several threads
 * at once.
 */
public final class AlertHandler implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Alerting alerting;
  private final Map<String, Severity> topics;
  private final InstantSource clock;
  private final AlertLog log;

  /** What Lambda calls: settings from the environment. */
  public AlertHandler() {
    this(System.getenv(), System.out);
  }

  /**
   * With the settings given; see {@link AlertConfig} for their names.
   *
   * @param log where lines of log go
   * @throws IllegalArgumentException if a setting is missing or wrong
   */
  public AlertHandler(Map<String, String> environment, PrintStream log) {
    this(AwsParts.Limits.DEPLOYED, AlertConfig.from(environment), environment, log);
  }

  /** The same, which waits that long for each answer, whoever owes it. */
  AlertHandler(Map<String, String> environment, PrintStream log, Duration patience) {
    this(AwsParts.Limits.all(patience), AlertConfig.from(environment), environment, log);
  }

  private AlertHandler(
      AwsParts.Limits limits,
      AlertConfig config,
      Map<String, String> environment,
      PrintStream log) {
    this(
        new Alerting(AwsParts.of(config, limits, environment, InstantSource.system())),
        config.alarms(),
        InstantSource.system(),
        log);
  }

  AlertHandler(
      Alerting alerting, Map<String, Severity> topics, InstantSource clock, PrintStream log) {
    this.alerting = alerting;
    this.topics = Map.copyOf(topics);
    this.clock = clock;
    this.log = new AlertLog(log);
  }

  /**
   * Tells people of each message in the event.
   *
   * @throws IOException if the input is no SNS event, or a channel did not take a message
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode records = JSON.readTree(input).path("Records");
    if (records.isEmpty()) {
      throw new IOException("no SNS event: it has no Records");
    }
    List<String> failed = new ArrayList<>();
    for (JsonNode record : records) {
      Alerting.Told told = tell(record.path("Sns"));
      log.write(told, context.getAwsRequestId());
      failed.addAll(told.failed());
    }
    if (!failed.isEmpty()) {
      throw new IOException("not told to " + String.join("; ", failed));
    }
  }

  private Alerting.Told tell(JsonNode sns) {
    // A topic that nobody named can only be new here; waking somebody is the safer mistake.
    Severity severity = topics.getOrDefault(sns.path("TopicArn").asText(), Severity.PAGE);
    String text = sns.path("Message").asText();
    AlarmChange change = AlarmJson.read(text, clock.instant());
    return change == null
        ? alerting.pass(
            sns.path("MessageId").asText(), sns.path("Subject").asText("a message"), text, severity)
        : alerting.take(change, severity);
  }
}
