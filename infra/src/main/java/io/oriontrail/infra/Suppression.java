package io.oriontrail.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Where a finding of cdk-nag is accepted: always at one construct, always with a reason. */
final class Suppression {
  private Suppression() {}

  static void of(IConstruct construct, String rule, String reason) {
    add(construct, NagPackSuppression.builder().id(rule).reason(reason).build());
  }

  /**
   * Accepts single findings of a rule that reports several, such as each wildcard of a policy, in
   * cdk-nag's notation. Also covers what is below the construct.
   */
  static void of(IConstruct construct, String rule, String reason, List<String> findings) {
    add(
        construct,
        NagPackSuppression.builder().id(rule).reason(reason).appliesTo(findings).build());
  }

  private static void add(IConstruct construct, NagPackSuppression suppression) {
    NagSuppressions.addResourceSuppressions(construct, List.of(suppression), true);
  }
}
