package io.oriontrail.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmBase;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.AlarmState;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAnomalyDetector;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmRule;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Makes the alarms of a stage, all alike: named after the stage, with a runbook in the description,
 * and heard by somebody, either by an action of its own or by that of a composite alarm which it is
 * part of. Leaves out those that the stage has switched off.
 */
final class AlarmBook {
  private final Construct scope;
  private final AlarmTopics topics;
  private final MonitoringSettings settings;
  private final String stage;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> told = new TreeSet<>();
  private final List<IAlarm> heard = new ArrayList<>();
  private final Map<String, Alarm> made = new TreeMap<>();

  AlarmBook(Construct scope, AlarmTopics topics, StageConfig config, MonitoringSettings settings) {
    this.scope = scope;
    this.topics = topics;
    this.settings = settings;
    this.stage = config.stage();
  }

  /** An alarm that somebody hears by itself. */
  void alarm(Severity severity, AlarmSpec spec) {
    Alarm alarm = make(spec, ComparisonOperator.GREATER_THAN_THRESHOLD, false);
    if (alarm != null) {
      tell(spec.name(), severity, alarm);
    }
  }

  /** An alarm about the alert function, which therefore cannot tell it: it wakes somebody. */
  void direct(AlarmSpec spec) {
    Alarm alarm = make(spec, ComparisonOperator.GREATER_THAN_THRESHOLD, false);
    if (alarm != null) {
      tell(alarm, topics.direct());
    }
  }

  /** An alarm on a metric that falls below one, or stays away. */
  void silence(Severity severity, AlarmSpec spec) {
    Alarm alarm = make(spec, ComparisonOperator.LESS_THAN_THRESHOLD, true);
    if (alarm != null) {
      tell(spec.name(), severity, alarm);
    }
  }

  /** Several alarms of one trouble, told as one: the first tells, further ones stay quiet. */
  void anyOf(
      Severity severity, String name, String runbook, String meaning, List<AlarmSpec> specs) {
    composite(severity, name, runbook, meaning, specs, false);
  }

  /** An alarm for what is only a trouble if all of it is so. */
  void allOf(
      Severity severity, String name, String runbook, String meaning, List<AlarmSpec> specs) {
    composite(severity, name, runbook, meaning, specs, true);
  }

  private void composite(
      Severity severity,
      String name,
      String runbook,
      String meaning,
      List<AlarmSpec> specs,
      boolean all) {
    if (isOff(name)) {
      specs.forEach(spec -> known.add(spec.name()));
      return;
    }
    List<IAlarmRule> parts = new ArrayList<>();
    for (AlarmSpec spec : specs) {
      Alarm part = make(spec, ComparisonOperator.GREATER_THAN_THRESHOLD, false);
      if (part != null) {
        parts.add(AlarmRule.fromAlarm(part, AlarmState.ALARM));
      }
    }
    if (parts.isEmpty()) {
      return;
    }
    IAlarmRule[] rules = parts.toArray(new IAlarmRule[0]);
    CompositeAlarm composite =
        CompositeAlarm.Builder.create(scope, name)
            .compositeAlarmName(fullName(name))
            .alarmDescription(description(meaning, runbook))
            .alarmRule(all ? AlarmRule.allOf(rules) : AlarmRule.anyOf(rules))
            .build();
    tell(name, severity, composite);
  }

  /** An alarm on a share that rises out of the band in which it usually is. */
  void unusual(
      Severity severity, String name, String runbook, String meaning, AnomalyQueries queries) {
    if (isOff(name)) {
      return;
    }
    CfnAnomalyDetector detector =
        CfnAnomalyDetector.Builder.create(scope, name + "-band")
            .metricMathAnomalyDetector(
                CfnAnomalyDetector.MetricMathAnomalyDetectorProperty.builder()
                    .metricDataQueries(queries.ofDetector())
                    .build())
            .build();
    CfnAlarm alarm =
        CfnAlarm.Builder.create(scope, name)
            .alarmName(fullName(name))
            .alarmDescription(description(meaning, runbook))
            .metrics(queries.ofAlarm(settings.bandWidth()))
            .thresholdMetricId(AnomalyQueries.BAND)
            .comparisonOperator("GreaterThanUpperThreshold")
            .datapointsToAlarm(2)
            .evaluationPeriods(3)
            .treatMissingData("notBreaching")
            .alarmActions(List.of(topicOf(name, severity).getTopicArn()))
            .okActions(List.of(topicOf(name, severity).getTopicArn()))
            .build();
    alarm.getNode().addDependency(detector);
    told.add(name);
    heard.add(Alarm.fromAlarmArn(scope, name + "-made", alarm.getAttrArn()));
  }

  /** The names of all alarms that the alert function tells. */
  Set<String> told() {
    return Set.copyOf(told);
  }

  /** All alarms that somebody hears, in the order in which they were made. */
  List<IAlarm> heard() {
    return List.copyOf(heard);
  }

  /** Those of the names that the stage does not do without. */
  List<Alarm> made(List<String> names) {
    List<Alarm> alarms = new ArrayList<>();
    for (String name : names) {
      Alarm alarm = made.get(name);
      if (alarm != null) {
        alarms.add(alarm);
      }
    }
    return alarms;
  }

  /** Refuses names of alarms to leave out that no alarm has; called when all have been made. */
  void check() {
    for (String off : settings.off()) {
      if (!known.contains(off)) {
        throw new SetupException(
            "%s.yaml: monitoring.off names '%s'; this stage's alarms are %s"
                .formatted(stage, off, String.join(", ", known)));
      }
    }
    for (String name : settings.severities().keySet()) {
      if (!told.contains(name)) {
        throw new SetupException(
            "%s.yaml: monitoring.severities names '%s'; alarms that tell by themselves are %s"
                .formatted(stage, name, String.join(", ", told)));
      }
    }
  }

  private boolean isOff(String name) {
    known.add(name);
    return settings.off().contains(name);
  }

  private @Nullable Alarm make(AlarmSpec spec, ComparisonOperator operator, boolean silent) {
    if (isOff(spec.name())) {
      return null;
    }
    Alarm alarm = alarm(spec, operator, silent);
    made.put(spec.name(), alarm);
    return alarm;
  }

  private Alarm alarm(AlarmSpec spec, ComparisonOperator operator, boolean silent) {
    return Alarm.Builder.create(scope, spec.name())
        .alarmName(fullName(spec.name()))
        .alarmDescription(description(spec.meaning(), spec.runbook()))
        .metric(spec.metric())
        .comparisonOperator(operator)
        .threshold(spec.above())
        .datapointsToAlarm(spec.datapoints())
        .evaluationPeriods(spec.periods())
        .treatMissingData(silent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING)
        .build();
  }

  private Topic topicOf(String name, Severity severity) {
    return topics.alarms(settings.severities().getOrDefault(name, severity));
  }

  private void tell(String name, Severity severity, AlarmBase alarm) {
    told.add(name);
    tell(alarm, topicOf(name, severity));
  }

  private void tell(AlarmBase alarm, Topic topic) {
    SnsAction action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    // That it is over is worth as much to whoever was woken.
    alarm.addOkAction(action);
    heard.add(alarm);
  }

  private String fullName(String name) {
    return "orion-trail-%s-%s".formatted(stage, name);
  }

  private String description(String meaning, String runbook) {
    return "%s Runbook: %s%s.md".formatted(meaning, settings.runbooks(), runbook);
  }
}
