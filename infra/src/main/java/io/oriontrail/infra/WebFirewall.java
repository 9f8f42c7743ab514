package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.constructs.Construct;

/**
 * Judges requests before CloudFront does: too many from one address, and what AWS's own rules know
 * as attacks. Its metrics say how many were refused by which rule; requests themselves are not
 * kept, neither as logs nor as samples, because their paths name accounts and executions.
 */
final class WebFirewall extends Construct {
  /** How many rules it has, for which each month is paid. */
  static final int RULES = 3;

  private static final int WINDOW_SECONDS = 300;

  private final CfnWebACL acl;

  WebFirewall(Construct scope, String id, String stage, int requestsPerAddress) {
    super(scope, id);
    this.acl =
        CfnWebACL.Builder.create(this, "Acl")
            .description("Orion Trail " + stage + ": in front of CloudFront")
            .scope("CLOUDFRONT")
            .defaultAction(
                CfnWebACL.DefaultActionProperty.builder()
                    .allow(CfnWebACL.AllowActionProperty.builder().build())
                    .build())
            .rules(
                List.of(
                    flood(requestsPerAddress),
                    // Ids in paths, cursors and sign-in codes in queries are longer than it
                    // likes; the query function has limits of its own for them.
                    managed(
                        1,
                        "AWSManagedRulesCommonRuleSet",
                        List.of("SizeRestrictions_URIPATH", "SizeRestrictions_QUERYSTRING")),
                    managed(2, "AWSManagedRulesKnownBadInputsRuleSet", List.of())))
            .visibilityConfig(metric("orion-trail-" + stage))
            .build();
  }

  String arn() {
    return acl.getAttrArn();
  }

  private static CfnWebACL.RuleProperty flood(int requestsPerAddress) {
    String name = "TooManyFromOneAddress";
    return CfnWebACL.RuleProperty.builder()
        .name(name)
        .priority(0)
        .statement(
            CfnWebACL.StatementProperty.builder()
                .rateBasedStatement(
                    CfnWebACL.RateBasedStatementProperty.builder()
                        .aggregateKeyType("IP")
                        .evaluationWindowSec(WINDOW_SECONDS)
                        .limit(requestsPerAddress)
                        .build())
                .build())
        .action(
            CfnWebACL.RuleActionProperty.builder()
                .block(CfnWebACL.BlockActionProperty.builder().build())
                .build())
        .visibilityConfig(metric(name))
        .build();
  }

  /** A group of AWS's rules, of which some only count. */
  private static CfnWebACL.RuleProperty managed(int priority, String name, List<String> counting) {
    return CfnWebACL.RuleProperty.builder()
        .name(name)
        .priority(priority)
        .statement(
            CfnWebACL.StatementProperty.builder()
                .managedRuleGroupStatement(
                    CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name(name)
                        .ruleActionOverrides(counting.stream().map(WebFirewall::counted).toList())
                        .build())
                .build())
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
        .visibilityConfig(metric(name))
        .build();
  }

  private static CfnWebACL.RuleActionOverrideProperty counted(String rule) {
    return CfnWebACL.RuleActionOverrideProperty.builder()
        .name(rule)
        .actionToUse(
            CfnWebACL.RuleActionProperty.builder()
                .count(CfnWebACL.CountActionProperty.builder().build())
                .build())
        .build();
  }

  private static CfnWebACL.VisibilityConfigProperty metric(String name) {
    return CfnWebACL.VisibilityConfigProperty.builder()
        .cloudWatchMetricsEnabled(true)
        .metricName(name)
        .sampledRequestsEnabled(false)
        .build();
  }
}
