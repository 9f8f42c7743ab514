package io.oriontrail.infra;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sns.subscriptions.UrlSubscription;
import software.constructs.Construct;

/**
 * Two topics for each severity: to the one CloudWatch publishes alarms, which the alert function
 * takes up; to the other the function publishes its messages, and receivers are subscribed. What
 * watches the function itself goes to the receivers straight.
 */
final class AlarmTopics extends Construct {
  private final Map<Severity, Topic> alarms = new EnumMap<>(Severity.class);
  private final Map<Severity, Topic> receivers = new EnumMap<>(Severity.class);
  private final Optional<IKey> key;

  AlarmTopics(Construct scope, String id, Foundation foundation, MonitoringSettings settings) {
    super(scope, id);
    this.key = foundation.key();
    add(Severity.PAGE, "Page", foundation, settings.page());
    add(Severity.TICKET, "Ticket", foundation, settings.ticket());
    for (Topic topic : List.of(alarms(Severity.PAGE), alarms(Severity.TICKET), direct())) {
      topic.addToResourcePolicy(byCloudWatch(List.of("sns:Publish"), topic.getTopicArn()));
    }
    key.ifPresent(k -> k.addToResourcePolicy(useByCloudWatch()));
  }

  /** What CloudWatch publishes to. */
  Topic alarms(Severity severity) {
    return Objects.requireNonNull(alarms.get(severity));
  }

  /** What people and pagers are subscribed to. */
  Topic receivers(Severity severity) {
    return Objects.requireNonNull(receivers.get(severity));
  }

  /** For alarms that the alert function cannot tell, as they are about it: wakes somebody. */
  Topic direct() {
    return receivers(Severity.PAGE);
  }

  /** Lets the role publish messages to the receivers of the severity. */
  void grantTelling(Role role, Severity severity) {
    Grant.allow(role, List.of("sns:Publish"), receivers(severity).getTopicArn());
    String viaSns = "sns." + Stack.of(this).getRegion() + ".amazonaws.com";
    key.ifPresent(
        k -> Grant.allowKey(role, List.of("kms:Decrypt", "kms:GenerateDataKey"), k, viaSns));
  }

  private void add(Severity severity, String id, Foundation foundation, AlertReceivers told) {
    alarms.put(severity, topic(id + "Alarms", foundation));
    Topic topic = topic(id, foundation);
    told.emails().forEach(email -> topic.addSubscription(new EmailSubscription(email)));
    told.webhooks().forEach(hook -> topic.addSubscription(new UrlSubscription(hook)));
    receivers.put(severity, topic);
  }

  private Topic topic(String id, Foundation foundation) {
    String stage = foundation.config().stage();
    return Topic.Builder.create(this, id)
        .displayName("Orion Trail %s: %s".formatted(stage, id.toLowerCase(Locale.ROOT)))
        .masterKey(key.orElse(null))
        .enforceSsl(true)
        .build();
  }

  /** Without it CloudWatch cannot write to a topic that a key of our own encrypts. */
  private PolicyStatement useByCloudWatch() {
    // In a key's own policy this is the key.
    return byCloudWatch(List.of("kms:Decrypt", "kms:GenerateDataKey"), "*");
  }

  private PolicyStatement byCloudWatch(List<String> actions, String resource) {
    return PolicyStatement.Builder.create()
        .effect(Effect.ALLOW)
        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
        .actions(actions)
        .resources(List.of(resource))
        .conditions(
            Map.of("StringEquals", Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
        .build();
  }
}
