package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.constructs.Construct;

/**
 * What the stage may cost in a month. AWS Budgets counts what carries the stage's tag, once the tag
 * is switched on for cost allocation, and writes to people when most of it is spent or all of it is
 * going to be.
 */
final class SpendBudget extends Construct {
  private static final int MOST_PERCENT = 80;

  SpendBudget(Construct scope, String id, String stage, int monthlyUsd, List<String> emails) {
    super(scope, id);
    CfnBudget.Builder.create(this, "Budget")
        .budget(
            CfnBudget.BudgetDataProperty.builder()
                .budgetName("orion-trail-" + stage)
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(
                    CfnBudget.SpendProperty.builder().amount(monthlyUsd).unit("USD").build())
                .costFilters(Map.of("TagKeyValue", List.of("user:stage$" + stage)))
                .build())
        .notificationsWithSubscribers(
            List.of(
                notification("ACTUAL", MOST_PERCENT, emails),
                notification("FORECASTED", 100, emails)))
        .build();
  }

  private static CfnBudget.NotificationWithSubscribersProperty notification(
      String type, int percent, List<String> emails) {
    return CfnBudget.NotificationWithSubscribersProperty.builder()
        .notification(
            CfnBudget.NotificationProperty.builder()
                .notificationType(type)
                .comparisonOperator("GREATER_THAN")
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            emails.stream()
                .map(
                    email ->
                        CfnBudget.SubscriberProperty.builder()
                            .subscriptionType("EMAIL")
                            .address(email)
                            .build())
                .toList())
        .build();
  }
}
