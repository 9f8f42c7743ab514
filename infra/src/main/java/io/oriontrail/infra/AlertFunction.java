package io.oriontrail.infra;

import io.oriontrail.alert.AlertConfig;
import io.oriontrail.alert.AlertHandler;
import io.oriontrail.alert.AlertTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.TableEncryptionV2;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.sns.subscriptions.LambdaSubscription;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * From an alarm to one message: the function that CloudWatch's topics call, its table of groups,
 * and the queue of what it could not tell. It may read what failed, and no timeline.
 */
final class AlertFunction extends Construct {
  static final int MEMORY_MIB = 512;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Lambda tries again after one and two minutes; a channel may be away longer than that. */
  private static final int RETRIES = 2;

  private static final Duration LONGEST = Duration.ofHours(1);

  private final JavaFunction function;
  private final TableV2 groups;
  private final Queue lost;

  /**
   * What it reads.
   *
   * @param groups the groups of alarms, as the function reads them
   * @param dashboard where links lead
   */
  record Line(EventTable events, RollupTable rollups, String groups, String dashboard) {}

  AlertFunction(
      Construct scope,
      String id,
      Foundation foundation,
      Path jar,
      MonitoringSettings settings,
      AlarmTopics topics,
      Line line) {
    super(scope, id);
    this.groups = groups(foundation);
    this.lost = lost();
    this.function =
        new JavaFunction(
            this,
            "Alert",
            foundation,
            new JavaFunction.Spec(
                "Orion Trail: alarms become messages",
                AlertHandler.class,
                jar,
                MEMORY_MIB,
                TIMEOUT,
                environment(foundation.config(), settings, topics, line),
                null));
    function
        .alias()
        .configureAsyncInvoke(
            EventInvokeConfigOptions.builder()
                .retryAttempts(RETRIES)
                .maxEventAge(CdkDuration.of(LONGEST))
                .onFailure(new SqsDestination(lost))
                .build());
    line.events().grantReadingFailures(function.role());
    line.rollups().grantReading(function.role());
    grantGroups(function.role());
    for (Severity severity : Severity.values()) {
      Annotations.of(
              topics.alarms(severity).addSubscription(new LambdaSubscription(function.alias())))
          .acknowledgeWarning(
              "CloudFormation-Validate::W3694", "an alias is a function with a qualifier to it");
      topics.grantTelling(function.role(), severity);
    }
    grantSecrets(function.role(), settings);
  }

  /** What nobody was told of. */
  Metric lostAlerts() {
    return Metric.Builder.create()
        .namespace("AWS/SQS")
        .metricName("ApproximateNumberOfMessagesVisible")
        .dimensionsMap(Map.of("QueueName", lost.getQueueName()))
        .statistic(Stats.MAXIMUM)
        .period(software.amazon.awscdk.Duration.minutes(1))
        .build();
  }

  private Map<String, String> environment(
      StageConfig config, MonitoringSettings settings, AlarmTopics topics, Line line) {
    Map<String, String> environment = new TreeMap<>();
    environment.put(AlertConfig.STAGE, config.stage());
    environment.put(AlertConfig.EVENT_TABLE, line.events().name());
    environment.put(AlertConfig.ROLLUP_TABLE, line.rollups().name());
    environment.put(AlertConfig.ALERT_TABLE, groups.getTableName());
    environment.put(AlertConfig.RETENTION, config.table().retention().toString());
    environment.put(AlertConfig.PAGE_ALARMS, topics.alarms(Severity.PAGE).getTopicArn());
    environment.put(AlertConfig.TICKET_ALARMS, topics.alarms(Severity.TICKET).getTopicArn());
    environment.put(AlertConfig.PAGE_TOPIC, topics.receivers(Severity.PAGE).getTopicArn());
    environment.put(AlertConfig.TICKET_TOPIC, topics.receivers(Severity.TICKET).getTopicArn());
    environment.put(AlertConfig.DASHBOARD, line.dashboard());
    environment.put(AlertConfig.GROUPS, line.groups());
    environment.put(AlertConfig.GROUP_FOR, settings.alerts().groupFor().toString());
    environment.put(AlertConfig.EXECUTIONS, Integer.toString(settings.alerts().executions()));
    putChat(environment, AlertConfig.PAGE_CHAT, settings.page());
    putChat(environment, AlertConfig.TICKET_CHAT, settings.ticket());
    return environment;
  }

  private static void putChat(
      Map<String, String> environment, String name, AlertReceivers receivers) {
    String secret = receivers.chatSecret();
    if (secret != null) {
      environment.put(name, secret);
    }
  }

  /** Names of alarms and times, nothing of any account. */
  private TableV2 groups(Foundation foundation) {
    TableV2 table =
        TableV2.Builder.create(this, "Groups")
            .partitionKey(
                Attribute.builder().name(AlertTable.PK).type(AttributeType.STRING).build())
            .timeToLiveAttribute(AlertTable.TTL)
            .billing(Billing.onDemand())
            .encryption(TableEncryptionV2.dynamoOwnedKey())
            .removalPolicy(foundation.removalPolicy())
            .build();
    Suppression.of(
        table,
        "AwsSolutions-DDB3",
        "It says which alarms are open and who was told. Lost, it costs one message too many.");
    return table;
  }

  private void grantGroups(Role role) {
    Grant.allow(
        role,
        List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        groups.getTableArn());
  }

  private static void grantSecrets(Role role, MonitoringSettings settings) {
    for (AlertReceivers receivers : List.of(settings.page(), settings.ticket())) {
      String secret = receivers.chatSecret();
      if (secret != null) {
        Grant.allow(role, List.of("secretsmanager:GetSecretValue"), secret);
      }
    }
  }

  private Queue lost() {
    Queue queue =
        Queue.Builder.create(this, "Lost")
            // As long as SQS keeps anything.
            .retentionPeriod(software.amazon.awscdk.Duration.days(14))
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Suppression.of(
        queue, "AwsSolutions-SQS3", "It is where dead letters go; an alarm says so at once.");
    return queue;
  }
}
