package io.oriontrail.infra;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sns.subscriptions.UrlSubscription;
import software.constructs.Construct;

/** A topic for each severity, to which CloudWatch publishes and receivers are subscribed. */
final class AlarmTopics extends Construct {
  private final Map<Severity, Topic> topics = new EnumMap<>(Severity.class);

  AlarmTopics(Construct scope, String id, Foundation foundation, MonitoringSettings settings) {
    super(scope, id);
    topics.put(Severity.PAGE, topic("Page", foundation, settings.page()));
    topics.put(Severity.TICKET, topic("Ticket", foundation, settings.ticket()));
    foundation.key().ifPresent(key -> key.addToResourcePolicy(useByCloudWatch()));
  }

  Topic of(Severity severity) {
    return Objects.requireNonNull(topics.get(severity));
  }

  private Topic topic(String id, Foundation foundation, AlertReceivers receivers) {
    String stage = foundation.config().stage();
    Topic topic =
        Topic.Builder.create(this, id)
            .displayName("Orion Trail %s: %s".formatted(stage, id.toLowerCase(Locale.ROOT)))
            .masterKey(foundation.key().orElse(null))
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(byCloudWatch(List.of("sns:Publish"), topic.getTopicArn()));
    receivers.emails().forEach(email -> topic.addSubscription(new EmailSubscription(email)));
    receivers.webhooks().forEach(hook -> topic.addSubscription(new UrlSubscription(hook)));
    return topic;
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
