package io.oriontrail.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Alarms as CloudWatch publishes them, written after its documentation. */
final class Alarms {
  /** For an answer: of a machine that does much else besides. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  static final Instant AT = Instant.parse("2026-11-28T03:12:05.123Z");

  private Alarms() {}

  /** A metric alarm of stage production. */
  static String metric(String name, String meaning, String from, String to, Instant at) {
    return """
    {"AlarmName":"orion-trail-production-%1$s","AlarmDescription":"%2$s Runbook: https://git.example.com/runbooks/%1$s.md",
     "AWSAccountId":"111122223333","AlarmConfigurationUpdatedTimestamp":"2026-11-20T10:00:00.000+0000",
     "NewStateValue":"%4$s","NewStateReason":"Threshold Crossed: 3 out of the last 5 datapoints were greater than the threshold (60000.0).",
     "StateChangeTime":"%5$s","Region":"EU (Ireland)",
     "AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orion-trail-production-%1$s",
     "OldStateValue":"%3$s","OKActions":[],"AlarmActions":[],"InsufficientDataActions":[],
     "Trigger":{"MetricName":"IteratorAge","Namespace":"AWS/Lambda","StatisticType":"Statistic","Statistic":"MAXIMUM","Unit":null,
       "Dimensions":[{"value":"ingest","name":"FunctionName"}],"Period":60,"EvaluationPeriods":5,"DatapointsToAlarm":3,
       "ComparisonOperator":"GreaterThanThreshold","Threshold":60000.0,"TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""}}
    """
        .formatted(name, meaning, from, to, at.toString().replace("Z", "+0000"));
  }

  /** The alarm on the share of failed runs of a step. */
  static String step(String step, Instant at) {
    return """
    {"AlarmName":"orion-trail-production-step-failures-%1$s",
     "AlarmDescription":"Runs of step %1$s fail more often than is usual for it. Runbook: https://git.example.com/runbooks/step-failures.md",
     "NewStateValue":"ALARM","OldStateValue":"OK","NewStateReason":"Thresholds Crossed: 2 out of the last 3 datapoints were greater than the upper thresholds.",
     "StateChangeTime":"%2$s",
     "AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orion-trail-production-step-failures-%1$s",
     "Trigger":{"Period":300,"EvaluationPeriods":3,"DatapointsToAlarm":2,"ThresholdMetricId":"band","ComparisonOperator":"GreaterThanUpperThreshold",
       "Metrics":[
        {"Id":"part","MetricStat":{"Metric":{"Dimensions":[{"value":"ingest","name":"FunctionName"},{"value":"%1$s","name":"Step"}],
          "MetricName":"RunsFailed","Namespace":"OrionTrail"},"Period":300,"Stat":"Sum"},"ReturnData":false},
        {"Id":"whole","MetricStat":{"Metric":{"Dimensions":[{"value":"ingest","name":"FunctionName"},{"value":"%1$s","name":"Step"}],
          "MetricName":"RunsEnded","Namespace":"OrionTrail"},"Period":300,"Stat":"Sum"},"ReturnData":false},
        {"Id":"share","Expression":"100 * part / whole","ReturnData":true},
        {"Id":"band","Expression":"ANOMALY_DETECTION_BAND(share, 3.0)","ReturnData":true}]}}
    """
        .formatted(step, at.toString().replace("Z", "+0000"));
  }

  /** A composite alarm that these parts made change. */
  static String composite(String name, Instant at, List<String> parts) {
    String children =
        String.join(
            ",",
            parts.stream()
                .map(
                    part ->
                        "{\"Arn\":\"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orion-trail-production-"
                            + part
                            + "\",\"State\":{\"Value\":\"ALARM\",\"Timestamp\":\"x\"}}")
                .toList());
    return """
    {"AlarmName":"orion-trail-production-%1$s","AlarmDescription":"Events do not get into the table as they should. Runbook: docs/runbooks/%1$s.md",
     "NewStateValue":"ALARM","OldStateValue":"OK","NewStateReason":"arn:... transitioned to ALARM",
     "StateChangeTime":"%2$s","AlarmRule":"ALARM(a) OR ALARM(b)",
     "AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orion-trail-production-%1$s",
     "TriggeringChildren":[%3$s]}
    """
        .formatted(name, at.toString().replace("Z", "+0000"), children);
  }

  static AlarmChange alarm(String name, Instant at) {
    return read(metric(name, "It is bad.", "OK", "ALARM", at));
  }

  static AlarmChange ok(String name, Instant at) {
    return read(metric(name, "It is bad.", "ALARM", "OK", at));
  }

  static AlarmChange read(String json) {
    return Objects.requireNonNull(AlarmJson.read(json, AT));
  }
}
